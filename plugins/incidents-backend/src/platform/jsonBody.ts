import { InputError } from '@backstage/errors';
import express, { ErrorRequestHandler, RequestHandler } from 'express';

/** The largest body of a call to the API; monitors' events have a limit of their own. */
const limit = '1mb';

/**
 * Reads the JSON body of a call to the API. A body that cannot be read is refused in words that name it,
 * and is not sent back with the refusal.
 */
export const jsonBody = (): (RequestHandler | ErrorRequestHandler)[] => [
  express.json({ limit, reviver: withoutNul }),
  (fault, _req, _res, next) => next(explained(fault)),
];

/** PostgreSQL can neither store a NUL nor compare with one; whoever sends one means nothing by it. */
export function withoutNul(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\u0000', '') : value;
}

/** What express says of a body, which carries the whole body with it. */
function explained(fault: unknown): unknown {
  if (!(fault instanceof Error)) return fault;
  // The reviver calls itself for each level.
  if (fault instanceof RangeError) {
    return new InputError('body is nested too deeply; nothing here needs it');
  }
  const type = 'type' in fault ? String(fault.type) : '';
  switch (type) {
    case 'entity.parse.failed':
      return new InputError(`body is not valid JSON: ${fault.message}`);
    case 'entity.too.large':
      return Object.assign(fault, {
        message: `body is larger than ${limit}; send less`,
      });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return Object.assign(fault, {
        message: `body cannot be read: ${fault.message}; send JSON in UTF-8, plain or with gzip or deflate`,
      });
    default:
      return new InputError(`body could not be read: ${fault.message}`);
  }
}
