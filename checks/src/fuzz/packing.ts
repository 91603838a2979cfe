import { deflateSync, gzipSync } from 'node:zlib';

/** A body on the wire. */
export interface Packed {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

const json = { 'content-type': 'application/json' };
const pack = (
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = json,
): Packed => ({ headers, bytes: Buffer.from(body) });
const encoded = (body: string | Buffer, encoding: string): Packed =>
  pack(body, { ...json, 'content-encoding': encoding });

const levels = 200_000;
/** 100 MB of spaces, which gzip makes 100 kB of. */
const bomb = gzipSync(Buffer.alloc(100_000_000, ' '));

const ways = {
  JSON: (text: string) => pack(text),
  'without a type': (text: string) => pack(text, {}),
  'as text': (text: string) => pack(text, { 'content-type': 'text/plain' }),
  'as a form': (text: string) =>
    pack(text, { 'content-type': 'application/x-www-form-urlencoded' }),
  'as XML': (text: string) =>
    pack(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>${text}</a>`, {
      'content-type': 'application/xml',
    }),
  'as parts of nothing': (text: string) =>
    pack(text, { 'content-type': 'multipart/form-data' }),
  'of a type that is none': (text: string) =>
    pack(text, { 'content-type': ';;charset=' }),
  'of an odd charset': (text: string) =>
    pack(text, { 'content-type': 'application/json; charset=klingon' }),
  'in UTF-16': (text: string) =>
    pack(Buffer.from(text, 'utf16le'), {
      'content-type': 'application/json; charset=utf-16le',
    }),
  'in bytes that are no UTF-8': (text: string) =>
    pack(Buffer.from(text.replaceAll('e', '\xff'), 'latin1')),
  'after a byte-order mark': (text: string) => pack(`\uFEFF${text}`),
  'cut off': (text: string) => pack(text.slice(0, -2)),
  'twice over': (text: string) => pack(text + text),
  'with the same name twice': (text: string) =>
    pack(text.replace('{', '{"entityRef": 1, "payload": 2,')),
  'with numbers out of range': (text: string) =>
    pack(text.replace(/:"[^"]*"/, ':1e999').replace(/:\d+/, ':-1e-999')),
  'very deep': () => pack('['.repeat(levels) + ']'.repeat(levels)),
  'deep in a field': (text: string) =>
    pack(
      text.replace(
        '{',
        `{"custom_details": ${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)},`,
      ),
    ),
  empty: () => pack(''),
  'of one megabyte': (text: string) => pack(text + ' '.repeat(1_048_000)),
  'too large': (text: string) => pack(text + ' '.repeat(1_100_000)),
  gzip: (text: string) => encoded(gzipSync(text), 'gzip'),
  deflate: (text: string) => encoded(deflateSync(text), 'deflate'),
  'gzip, cut off': (text: string) =>
    encoded(gzipSync(text).subarray(0, -6), 'gzip'),
  'gzip, only said': (text: string) => encoded(text, 'gzip'),
  'brotli, only said': (text: string) => encoded(text, 'br'),
  'an encoding that is none': (text: string) => encoded(text, 'snake'),
  'gzip within gzip': (text: string) =>
    encoded(gzipSync(gzipSync(text)), 'gzip, gzip'),
  'a gzip bomb': () => encoded(bomb, 'gzip'),
} as const;

/** A way to put a body on the wire. */
export type Packing = keyof typeof ways;

export const packings = Object.keys(ways) as Packing[];

/** The JSON text of a body, packed that way. */
export const packed = (text: string, packing: Packing): Packed =>
  ways[packing](text);

/** Whether an honest server can read the JSON, so that an answer must be about its fields. */
export const isReadable = (packing: Packing): boolean =>
  ['JSON', 'gzip', 'deflate'].includes(packing);
