import { z } from 'zod';
import { isReadable } from './packing';
import { FuzzRequest } from './requests';
import { isStranger } from './roles';
import { WireAnswer, WireRequest } from './send';

/** Backstage's, as `@backstage/errors` reads it. */
const backstageError = z.object({
  error: z.object({
    name: z.string().min(1),
    message: z.string().min(1),
    // A refusal does not send back what was sent.
    body: z.never().optional(),
  }),
  response: z.object({ statusCode: z.number() }),
});
/** The Events API's. */
const eventsError = z.object({
  status: z.string().min(1),
  message: z.string().min(1),
  errors: z.array(z.string().min(1)).min(1),
});

/** What a stack or a path of the server looks like; strangers learn nothing from it that they should. */
const leak =
  /node_modules|\n\s+at \S+ \(|\.[jt]s:\d+:\d+|select .* from|insert into/i;
/** Markup of `hostileValues` that was not escaped. */
const unescaped = /<script>alert|<img src=x|<svg\/onload|<iframe src/i;
/** Statuses that Node answers by itself, before there is a request for anybody. */
const ofHttpItself = [400, 414, 431];
const isJson = (answer: WireAnswer): boolean =>
  /^application\/json/.test(String(answer.headers['content-type']));

/** What is wrong with an answer; nothing when it is as it must be. */
export function judge(
  request: FuzzRequest,
  wire: WireRequest,
  answer: WireAnswer,
): string[] {
  const { status, text, headers } = answer;
  const asked = request.target;
  const isItsOwn =
    request.pathTrick === 'as it is' &&
    request.method === asked.method.toUpperCase();
  const sent = new Map(request.headers);
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };

  if (status >= 500) {
    const mayRetry = status === 503 && headers['retry-after'] !== undefined;
    must(mayRetry, `answers ${status}`);
  }
  must(
    status !== 429 || headers['retry-after'] !== undefined,
    '429 without Retry-After',
  );
  const type = String(headers['content-type']);
  const ofHtml = /html/.test(type);
  must(!ofHtml || !unescaped.test(text), 'markup comes back unescaped');
  // An export is a page within JSON, which no browser shows as one.
  const isPage = /<html/.test(text) && !/^application\/json/.test(type);
  must(
    !isPage ||
      /default-src 'none'/.test(String(headers['content-security-policy'])),
    'a page without a content security policy',
  );
  must(status < 400 || !leak.test(text), 'the refusal shows the inside');
  const isOurs = /^\/api\/incidents\/(v1|public)\//.test(wire.path);
  if (wire.method === 'HEAD' || !isOurs) return faults;
  if (status >= 400) {
    // The request was no HTTP any more: it reached nobody who could explain.
    if (text === '' && ofHttpItself.includes(status)) return faults;
    faults.push(...refusal(request, answer, isItsOwn));
  } else if (isItsOwn) {
    // The caller has it already.
    if (status === 304 && sent.has('if-none-match')) return faults;
    must(status === asked.status, `answers ${status} for ${asked.status}`);
    must(
      asked.isPublic || !isStranger(request.role) || sent.has('authorization'),
      'a stranger is served',
    );
    if (asked.response) {
      const parsed =
        isJson(answer) && asked.response.safeParse(JSON.parse(text));
      must(Boolean(parsed && parsed.success), 'answers against its contract');
    }
  }
  return faults;
}

function refusal(
  request: FuzzRequest,
  answer: WireAnswer,
  isItsOwn: boolean,
): string[] {
  const { status, text } = answer;
  const { speaks } = request.target;
  if (speaks === 'page' && (isItsOwn || /<html/.test(text))) {
    return /<h1>/.test(text) ? [] : [`${status} without a page to read`];
  }
  if (!isJson(answer)) return [`${status} is not in JSON`];
  const body: unknown = JSON.parse(text);
  if (speaks === 'events' && eventsError.safeParse(body).success) return [];
  const parsed = backstageError.safeParse(body);
  if (!parsed.success) return [`${status} in a shape that nobody knows`];
  if (speaks === 'events' && isItsOwn) {
    return [`${status} is not in the shape of the Events API`];
  }
  const { error, response } = parsed.data;
  if (response.statusCode !== status) {
    return [`${status} that calls itself ${response.statusCode}`];
  }
  const namesField =
    status !== 400 ||
    !isItsOwn ||
    !isReadable(request.packing) ||
    /\b(params|query|body)\b/.test(error.message);
  return namesField ? [] : [`${status} names no field`];
}
