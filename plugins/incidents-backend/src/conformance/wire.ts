import { bodyOf } from './expand';
import { EventsCase, VectorRequest } from './eventsFormat';
import { Difference } from './result';

/** An answer, as a sender sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is no JSON. */
  readonly json: unknown;
}

/** Sends a request below the ingest base, as often at once as it says. */
export async function send(
  baseUrl: string,
  request: VectorRequest,
): Promise<Answer[]> {
  const { text } = bodyOf(request);
  const one = async (): Promise<Answer> => {
    const response = await fetch(`${baseUrl}/public${request.path}`, {
      method: request.method,
      headers: request.headers,
      // As bytes, so that no content type is added to what the case names.
      body: text === undefined ? undefined : new TextEncoder().encode(text),
    });
    const answer = await response.text();
    const { status, headers } = response;
    return { status, headers, text: answer, json: parsed(answer) };
  };
  return Promise.all(Array.from({ length: request.concurrency ?? 1 }, one));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The statuses of an expectation. */
export const statuses = (status: number | readonly number[]): number[] =>
  [status].flat();

/** What is wrong with an answer, apart from what the server stored. */
export function answerDifferences(
  answer: Answer,
  expected: EventsCase['expect'],
): Difference[] {
  const { status, headers, json, text } = answer;
  const differences: Difference[] = [];
  if (!statuses(expected.status).includes(status) || status >= 500) {
    differences.push({
      what: 'status',
      expected: expected.status,
      actual: `${status} ${text}`,
    });
  }
  if (
    expected.bodyIncludes &&
    !includes(json, expected.bodyIncludes, undefined)
  ) {
    differences.push({
      what: 'body includes',
      expected: expected.bodyIncludes,
      actual: json ?? text,
    });
  }
  const isJson =
    json !== undefined &&
    /\bjson\b/.test(headers.get('content-type') ?? 'nothing');
  if (expected.bodyIsJson !== undefined && isJson !== expected.bodyIsJson) {
    differences.push({
      what: 'body is JSON',
      expected: expected.bodyIsJson,
      actual: `${headers.get('content-type')}: ${text}`,
    });
  }
  for (const name of expected.headersPresent ?? []) {
    if (!headers.get(name)) {
      differences.push({
        what: `header ${name}`,
        expected: 'present',
        actual: [...headers.keys()],
      });
    }
  }
  return differences;
}

/**
 * Recursive subset: every named field is there with that value. A string inside an `errors` array
 * matches when some error contains it, whatever the case of its letters.
 */
export function includes(
  actual: unknown,
  expected: unknown,
  field: string | undefined,
): boolean {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return false;
    return field === 'errors'
      ? expected.every(item => actual.some(one => matches(one, item)))
      : expected.every((item, index) =>
          includes(actual[index], item, undefined),
        );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return false;
    const fields = new Map<string, unknown>(Object.entries(actual));
    return Object.entries(expected).every(([key, value]) =>
      includes(fields.get(key), value, key),
    );
  }
  return actual === expected;
}

function matches(actual: unknown, expected: unknown): boolean {
  return typeof actual === 'string' && typeof expected === 'string'
    ? actual.toLowerCase().includes(expected.toLowerCase())
    : includes(actual, expected, undefined);
}

/**
 * The prose checks on fields of the answers: a field must be there; `string`, `non-empty` and
 * `unique` say more. Unique means unlike every other call of the run.
 *
 * @param seen - values of earlier calls; this call's are added
 */
export function proseDifferences(
  answers: readonly Answer[],
  prose: Readonly<Record<string, string>>,
  seen: Set<string>,
): Difference[] {
  return Object.entries(prose).flatMap(([field, words]) =>
    answers.flatMap(({ json }) => {
      const value = new Map<string, unknown>(
        Object.entries(Object(json ?? {})),
      ).get(field);
      const name = `${field} ${JSON.stringify(value)}`;
      const faulty =
        value === undefined ||
        value === null ||
        (/\bstring\b/.test(words) && typeof value !== 'string') ||
        (/\bnon-empty\b/.test(words) && String(value).trim() === '') ||
        (/\bunique\b/.test(words) && seen.has(name));
      seen.add(name);
      return faulty
        ? [{ what: `body.${field}`, expected: words, actual: value }]
        : [];
    }),
  );
}
