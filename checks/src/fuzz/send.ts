import { Agent, request } from 'node:http';
import { Json } from './json';
import { Known } from './Known';
import { packed } from './packing';
import { writePath } from './pathTricks';
import { FuzzRequest } from './requests';
import { roles } from './roles';

/** A request on the wire. */
export interface WireRequest {
  readonly method: string;
  /** The request target as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly milliseconds: number;
}

const deadlineMs = 15_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** As `encodeURIComponent`, also for text that it refuses: halves of a character. */
const encode = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(Buffer.from(text).toString());
  }
};

const field = (value: Json, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const plainText = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Lists become a parameter that is repeated, objects parameters with brackets. */
function queryPairs(name: string, value: Json): string[] {
  if (Array.isArray(value)) {
    return value
      .slice(0, 50)
      .flatMap((item: Json) => queryPairs(name, plainText(item)));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .slice(0, 50)
      .map(([key, inner]) =>
        [`${encode(name)}[${encode(key)}]`, encode(plainText(inner))].join('='),
      );
  }
  return [`${encode(name)}=${encode(plainText(value))}`];
}

/** What goes over the wire, with the things that are known now. */
export function onTheWire(
  { target, role, method, pathTrick, headers, parts, packing }: FuzzRequest,
  known: Known,
): WireRequest {
  const resolved: Json = JSON.parse(known.resolve(JSON.stringify(parts)));
  const params = field(resolved, 'params') ?? {};
  const query = field(resolved, 'query') ?? {};
  const path = target.path.replace(/:(\w+)/g, (_found, name) =>
    // A router takes an empty parameter for another path; that is tried with the path tricks.
    encode(plainText(field(params, name) ?? '') || '-'),
  );
  const pairs =
    typeof query === 'object' && query !== null
      ? Object.entries(query).flatMap(([name, value]) =>
          queryPairs(name, value),
        )
      : [];
  const question = pairs.length > 0 ? `?${pairs.join('&')}` : '';
  const takesBody = !['GET', 'HEAD', 'TRACE', 'OPTIONS'].includes(method);
  const body = takesBody
    ? packed(JSON.stringify(field(resolved, 'body') ?? {}), packing)
    : undefined;
  return {
    method,
    path:
      writePath(`/api/incidents${path}`, pathTrick) +
      // Node's client refuses what is no ASCII; nothing of it is left after encoding.
      question,
    headers: {
      ...body?.headers,
      ...(target.isPublic ? {} : { authorization: roles[role] }),
      ...Object.fromEntries(headers),
    },
    body: body?.bytes,
  };
}

/**
 * Sends it.
 *
 * @throws Error when there is no whole answer within the deadline, or the connection is cut without one
 */
export function send(port: number, wire: WireRequest): Promise<WireAnswer> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: wire.method,
        path: wire.path,
        headers: {
          ...wire.headers,
          ...(wire.body && { 'content-length': wire.body.length }),
        },
        signal: AbortSignal.timeout(deadlineMs),
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
            milliseconds: performance.now() - begun,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(wire.body);
  });
}
