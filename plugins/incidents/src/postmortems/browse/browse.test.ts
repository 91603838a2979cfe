import { piecesOf } from './excerpt';
import { chosenOf, pressed, queryOf } from './filters';

describe('the filters of the browser of postmortems', () => {
  const at = (address: string) => new URLSearchParams(address);

  it('asks for what the address says', () => {
    const address = at(
      'q=%20pool%20&service=component:default/checkout&team=group:default/pay&severity=SEV1,SEV2&state=published&factor=f1&month=2026-03&overdue=yes&worthReading=yes&mine=yes',
    );
    expect(queryOf(address, 'user:default/ana')).toEqual({
      q: 'pool',
      entityRef: 'component:default/checkout',
      ownerRef: 'group:default/pay',
      severity: 'SEV1,SEV2',
      state: 'published',
      factorId: 'f1',
      month: '2026-03',
      overdue: 'true',
      worthReading: 'true',
      personRef: 'user:default/ana',
    });
  });

  it('takes what it does not understand for not chosen', () => {
    const address = at('severity=SEV9,SEV2&state=lost&month=2026-13');
    expect(chosenOf(address, 'severity')).toEqual(['SEV2']);
    expect(queryOf(address, undefined)).toEqual({ severity: 'SEV2' });
  });

  it.each([
    ['adds a severity', 'severity=SEV1', 'severity', 'SEV2', 'SEV1,SEV2'],
    ['takes one away', 'severity=SEV1,SEV2', 'severity', 'SEV1', 'SEV2'],
    ['chooses another month', 'month=2026-03', 'month', '2026-04', '2026-04'],
    ['chooses none again', 'month=2026-03', 'month', '2026-03', ''],
  ] as const)('%s', (_, address, facet, value, then) => {
    expect(pressed(at(address), facet, value)).toBe(then);
  });
});

it('marks the words that were found', () => {
  expect(piecesOf('the **pool** was **full**')).toEqual([
    { start: 0, text: 'the ', marked: false },
    { start: 4, text: 'pool', marked: true },
    { start: 8, text: ' was ', marked: false },
    { start: 13, text: 'full', marked: true },
  ]);
});
