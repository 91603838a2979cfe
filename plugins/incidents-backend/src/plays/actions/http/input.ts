import { z } from 'zod';

/** Those that the client sets itself, or that would change whom the request reaches. */
const reserved = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-muster-run',
]);

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be the name of a header')
  .refine(
    name => !reserved.has(name.toLowerCase()),
    'is a header that is set by itself; leave it out',
  );

const header = z.union([
  z.strictObject({
    name: headerName,
    value: z
      .string()
      .max(4000)
      .regex(/^[\t\x20-\x7e]*$/, 'must be plain ASCII in one line'),
  }),
  z.strictObject({
    name: headerName,
    secret: z
      .string()
      .max(64)
      .describe('The name of a secret in incidents.plays.secrets'),
  }),
]);

/** What `http.request` takes. */
export const httpInput = z
  .strictObject({
    method: z.enum(['GET', 'PUT', 'POST', 'PATCH', 'DELETE']).default('GET'),
    url: z.string().min(1, 'must not be empty').max(2000).describe('https://…'),
    headers: z
      .array(header)
      .max(30)
      .default([])
      .describe('`{ name, value }`, or `{ name, secret: NAME }`'),
    json: z.unknown().optional().describe('A body that is sent as JSON'),
    body: z
      .string()
      .max(256_000)
      .optional()
      .describe('A body that is sent as it is, in place of json'),
    expect: z
      .array(z.number().int().min(200).max(599))
      .min(1)
      .max(50)
      .optional()
      .describe('Statuses that count as success. Left out: 200 to 299'),
    idempotent: z
      .boolean()
      .optional()
      .describe(
        'Doing it twice is doing it once, such as when the other side honours Idempotency-Key. Left out: GET, PUT and DELETE are, POST and PATCH are not',
      ),
  })
  .refine(
    ({ json, body }) => json === undefined || body === undefined,
    'must have one of json and body, not both',
  )
  .refine(
    ({ method, json, body }) =>
      method !== 'GET' || (json === undefined && body === undefined),
    'of a GET must have no body',
  );
export type HttpInput = z.output<typeof httpInput>;

/** What `http.request` gives. */
export const httpOutput = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).describe('Names in small letters'),
  body: z.string().describe('The first 64 KB of the answer'),
  json: z
    .unknown()
    .describe('The answer, when it is JSON and not cut; else null'),
  isCut: z.boolean().describe('There was more of the answer'),
});
export type HttpOutput = z.output<typeof httpOutput>;

/** Whether it may be made again when nobody knows whether it was made. */
export const isIdempotent = ({
  method,
  idempotent,
}: Pick<HttpInput, 'method' | 'idempotent'>): boolean =>
  idempotent ?? (method !== 'POST' && method !== 'PATCH');

/** What `isIdempotent` looks at; of an input from which secrets may have been left out. */
export const httpManner = z.object({
  method: httpInput.shape.method,
  idempotent: httpInput.shape.idempotent,
});
