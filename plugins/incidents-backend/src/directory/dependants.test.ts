import { findDependants } from './dependants';
import { DirectoryEntity } from './service';

const entity = (
  name: string,
  dependants: string[],
  vanished = false,
): [string, DirectoryEntity] => [
  name,
  {
    ref: name,
    kind: 'component',
    title: name,
    ownerRef: null,
    systemRef: null,
    domainRef: null,
    parentRef: null,
    email: null,
    leadRef: null,
    tier: null,
    severityFloor: null,
    runbook: null,
    policyAnnotation: null,
    problems: [],
    dependantRefs: dependants,
    confirmedAt: new Date(0),
    vanished,
  },
];

/** `db` carries two services, which carry a third; that one carries `db` again. */
const all = new Map([
  entity('db', ['cart', 'orders', 'gone', 'unknown']),
  entity('cart', ['checkout', 'orders']),
  entity('orders', ['checkout']),
  entity('checkout', ['db', 'checkout']),
  entity('gone', ['lost'], true),
  entity('lost', []),
]);

it.each([
  [1, 100, ['cart', 'orders']],
  [2, 100, ['cart', 'orders', 'checkout', 'lost']],
  [9, 100, ['cart', 'orders', 'checkout', 'lost']],
  [9, 3, ['cart', 'orders', 'checkout']],
])(
  'finds what depends on it to depth %d, at most %d',
  async (depth, most, expected) => {
    const directory = { known: async (ref: string) => all.get(ref) };
    const found = await findDependants(directory, 'db', depth, most);
    expect(found.map(({ ref }) => ref)).toEqual(expected);
  },
);
