import { Comparable, mostAlike } from './similarity';

const incident = (
  id: number,
  title: string,
  entity = 'search',
  description = '',
): Comparable => ({
  id,
  title,
  description,
  entityRef: `component:default/${entity}`,
});
const present = incident(
  9,
  'Checkout timeout: connection pool exhausted',
  'checkout',
);
const alike = (past: Comparable[], most = 5) =>
  mostAlike(present, past, most).map(({ incident: { id }, because }) => [
    id,
    because,
  ]);

it.each([
  ['nothing', [], []],
  [
    'the same words before fewer of them, and says which',
    [
      incident(1, 'Pool of connections'),
      incident(2, 'Connection pool exhausted'),
      incident(3, 'Disk full'),
    ],
    [[2, 'connection, exhausted, pool']],
  ],
  [
    'the same service even in other words, after the same words',
    [
      incident(1, 'Disk full', 'checkout'),
      incident(2, 'connection pool timeout', 'checkout'),
    ],
    [
      [2, 'same service · timeout, connection, pool'],
      [1, 'same service'],
    ],
  ],
  [
    'of equals the newest first',
    [
      incident(1, 'Checkout timeout', 'checkout'),
      incident(4, 'Checkout timeout', 'checkout'),
    ],
    [
      [4, 'same service · checkout, timeout'],
      [1, 'same service · checkout, timeout'],
    ],
  ],
  [
    'not what shares empty words and numbers only',
    [incident(1, 'The error rate is high: 500')],
    [],
  ],
])('finds %s', (_what, past, expected) => {
  expect(alike(past)).toEqual(expected);
});

it('does not tell what is like an incident without words, but its service', () => {
  const silent = incident(9, '500', 'checkout');
  expect(
    mostAlike(silent, [incident(1, '500'), incident(2, '7', 'checkout')], 5),
  ).toMatchObject([{ incident: { id: 2 }, because: 'same service' }]);
});

it('counts a rare word more than one that everything has', () => {
  const often = [1, 2, 3, 4, 5, 6].map(n =>
    incident(n, 'checkout connection pool timeout slow'),
  );
  expect(
    mostAlike(present, [...often, incident(7, 'exhausted')], 1),
  ).toHaveLength(1);
});

it('gives no more than were asked for', () => {
  expect(
    alike(
      [1, 2, 3].map(n => incident(n, 'Checkout timeout', 'checkout')),
      2,
    ),
  ).toHaveLength(2);
});
