// What no honest caller sends, by the kind of harm that it looks for.
import fc from 'fast-check';
import { Json } from './json';

/** Runs when an answer shows it as markup; `judge` looks for it in HTML. */
export const markup = [
  `<script>alert('muster')</script>`,
  `"><img src=x onerror=alert('muster')>`,
  `'><svg/onload=alert('muster')>`,
  `</title></style></textarea><iframe src="javascript:alert('muster')">`,
  `javascript:alert('muster')`,
  `data:text/html,<script>alert('muster')</script>`,
];

const injections = [
  `'; drop table incidents; --`,
  `' or '1'='1`,
  `%' or 1=1 --`,
  `\\'; select pg_sleep(30); --`,
  `1; attach database 'x' as y`,
  `$1`,
  `:id`,
  '??',
  '{{7*7}}',
  '${7*7}',
  '<%= 7*7 %>',
  '#{7*7}',
  '{% raw %}',
  '${jndi:ldap://127.0.0.1/x}',
  '=cmd|calc!A1',
  '$(id)',
  '`id`',
  '../../../../etc/passwd',
  '..\\..\\windows',
  'file:///etc/passwd',
  'http://127.0.0.1:1/',
  `first\r\nBcc: everybody@example.test`,
  `first\nSet-Cookie: a=b`,
];

const unicode = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u202Egnitset\u202C',
  '\u2066\u2069',
  'zero\u200Bwidth\u200D\u2060\uFEFF',
  'Z\u0351\u0328\u030D\u0345a\u0360lgo'.repeat(20),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(50),
  '\u2028\u2029\u0085',
  '\u001B[31mred\u0007',
  'İıſK', // change length or meaning when their case is changed
  'ﷺ'.repeat(100),
  '\uFFFE\uFFFF',
  'component:default/\u0000',
  'component:DEFAULT/Checkout',
  'ｃomponent:default/checkout',
];

const shapes = [
  '',
  ' ',
  '\t\n',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '[object Object]',
  '-1',
  '0',
  '1e9',
  '0x10',
  '1.5',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  'INC-0',
  'INC-2147483648',
  'a:b/c',
  'component:default/none',
  'user:default/nobody',
  'group:default/payments/',
  '::',
  ':/',
  '/',
  '.',
  '..',
  '%',
  '%00',
  '%2e%2e%2f',
  '*',
  '?',
  '#',
  ',',
  ',,,',
  'triggered,,resolved',
  '0000-01-01T00:00:00Z',
  '1899-12-31T23:59:59.999Z',
  '2999-12-31T23:59:59.999Z',
  '2999-12-31T23:59:59.999-14:00',
  '9999-12-31T23:59:59.999Z',
  '-271821-04-20T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-02-30T00:00:00Z',
  '2026-03-29T02:30:00+01:00',
  '2016-12-31T23:59:60Z',
  '2026-01-01T00:00:00.123456789123456789Z',
  '2026-01-01',
  '24:00',
  'Europe/Nowhere',
  'Etc/GMT+14',
  'utc',
];

/** Names that mean something to JavaScript, and one that means nothing. */
export const fieldNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  'id',
  'isAdmin',
  'routing_key',
  '',
  'a.b',
  'a[b]',
  '$where',
  'unexpected',
];

const long = ['x', 'é', '\u{1F4A5}', ' ', '(', 'a@', '"'].flatMap(character =>
  [256, 601, 10_001, 100_000].map(length => character.repeat(length)),
);

/** A string that looks for harm. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...shapes) },
  { weight: 2, arbitrary: fc.constantFrom(...unicode) },
  { weight: 2, arbitrary: fc.constantFrom(...markup, ...injections) },
  { weight: 1, arbitrary: fc.constantFrom(...fieldNames) },
  { weight: 1, arbitrary: fc.constantFrom(...long) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** A number at a limit of something. */
const hostileNumber = fc.oneof(
  fc.constantFrom(
    ...[0, -0, -1, 0.5, 1e21, 1e-7, 5e-324, Number.MAX_VALUE],
    ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53],
    ...[2 ** 63, -(2 ** 63), 8.64e15, 8.64e15 + 1],
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const nested = (levels: number): Json => {
  let value: Json = 'deep';
  for (let level = 0; level < levels; level++) {
    value = level % 2 ? [value] : { a: value };
  }
  return value;
};

/** Any JSON that looks for harm. */
export const hostileJson: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 3, arbitrary: hostileNumber },
  { weight: 2, arbitrary: fc.constantFrom<Json>(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.constantFrom(20, 600, 3000).map(nested) },
  {
    weight: 1,
    arbitrary: fc.array(hostileText, { maxLength: 3 }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>(
      Array.from({ length: 5000 }, () => 'x'),
      Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n])),
      Object.fromEntries(
        fieldNames.map(name => [name, { polluted: 'yes' }] as const),
      ),
    ),
  },
);
