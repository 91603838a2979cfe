import { InputError } from '@backstage/errors';
import express, { ErrorRequestHandler, Request, RequestHandler } from 'express';

/** How large a body may be, and what to do about a larger one. */
interface Size {
  readonly limit: string;
  readonly remedy: string;
}

/** The largest body of a call to the API; monitors' events have a limit of their own. */
const usual: Size = { limit: '1mb', remedy: 'send less' };

/** Calls that carry more, or where more can be said, by their path below `/v1`. */
const others: readonly (Size & { readonly path: RegExp })[] = [
  {
    path: /^\/postmortems\/[^/]+\/images\/?$/,
    limit: '4mb',
    remedy: 'an image may have 2 MB, so make it smaller',
  },
  {
    path: /^\/postmortem-imports(?:\/|$)/,
    limit: '10mb',
    remedy: 'import fewer files at a time',
  },
  {
    path: /^\/postmortems\/[^/]+\/sections\//,
    limit: usual.limit,
    remedy:
      'a section holds 200,000 characters; put what is longer, such as a log, where it can be linked to',
  },
];

/**
 * Reads the JSON body of a call to the API. A body that cannot be read is refused in words that name it,
 * and is not sent back with the refusal.
 */
export function jsonBody(): (RequestHandler | ErrorRequestHandler)[] {
  const sizes = [...others, { ...usual, path: /^/ }].map(size => ({
    ...size,
    read: express.json({ limit: size.limit, reviver: withoutNul }),
  }));
  const sizeOf = ({ path }: Request) =>
    sizes.find(size => size.path.test(path)) ?? sizes[sizes.length - 1];
  const read: RequestHandler = (req, res, next) =>
    sizeOf(req).read(req, res, next);
  const explain: ErrorRequestHandler = (fault, req, _res, next) =>
    next(explained(fault, sizeOf(req)));
  return [read, explain];
}

/** PostgreSQL can neither store a NUL nor compare with one; whoever sends one means nothing by it. */
export function withoutNul(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\u0000', '') : value;
}

/** What express says of a body, which carries the whole body with it. */
function explained(fault: unknown, { limit, remedy }: Size): unknown {
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
        message: `body is larger than ${limit}; ${remedy}`,
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
