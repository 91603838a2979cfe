import {
  Alert,
  AlertSeverity,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import {
  asFields,
  Fields,
  Findings,
  optionalAddress,
  optionalText,
  readImages,
  readLinks,
  readTimestamp,
  requiredText,
  requiredWord,
} from './eventFields';

/** The largest body, in bytes (512 KiB). */
export const maxBodyBytes = 524_288;
/** The longest summary, in code points; the rest is kept in the details. */
export const maxSummary = 1024;
/** The longest dedup key, in code points. */
export const maxDedupKey = 255;
/** Details nested deeper are kept as text: writing them as JSON would exhaust the stack. */
const maxDepth = 500;

// The order in which senders know the message of a wrong one.
const severityWords: readonly AlertSeverity[] = [
  'critical',
  'warning',
  'error',
  'info',
];

const actions = ['trigger', 'acknowledge', 'resolve'] as const;

/** What both kinds of event say. */
interface Content {
  readonly summary: string;
  /** When it happened, as far as the monitor said. */
  readonly occurredAt: Date | null;
  readonly links: Alert['links'];
  /** `custom_details`, and the whole summary when that was cut. */
  readonly details: unknown;
}

/** Something is wrong. */
export interface TriggerEvent
  extends
    Content,
    Pick<
      Alert,
      'source' | 'component' | 'group' | 'class' | 'client' | 'clientUrl'
    > {
  readonly action: 'trigger';
  /** Null asks for an alert of its own. */
  readonly dedupKey: string | null;
  readonly severity: AlertSeverity;
  readonly images: Alert['images'];
  /** The severity of its incident, whatever the entity is; else it follows from the alert's and the entity. */
  readonly incidentSeverity?: Severity;
  /** The name of the heartbeat whose silence it is. */
  readonly heartbeat?: string;
}

/** A word on an alert that is known already. */
export interface FollowUpEvent {
  readonly action: 'acknowledge' | 'resolve';
  readonly dedupKey: string;
}

/** Something was changed, such as a deploy. */
export interface NewChange extends Content {
  readonly source: string | null;
}

/** An event, unless there are errors; and what the ingest log says of it either way. */
export interface Reading<E> extends Findings {
  readonly event: E | undefined;
  readonly action: string | null;
  readonly dedupKey: string | null;
  readonly summary: string | null;
}

/**
 * Reads an alert event of the Events API v2. What serves the person who would be paged is tolerated:
 * an over-long summary is cut and kept whole in the details, a malformed link, image, timestamp or
 * other optional field is dropped with a warning.
 *
 * @param body - parsed JSON of any shape
 * @param text - the same as it came, for details that are nested too deep
 */
export function readAlertEvent(
  body: unknown,
  text: string,
): Reading<TriggerEvent | FollowUpEvent> {
  const findings: Findings = { errors: [], warnings: [] };
  const fields = bodyFields(body, findings);
  if (!fields) return nothing(findings);
  const action = requiredWord(
    fields.event_action,
    'event_action',
    actions,
    findings,
  );
  const dedupKey = readDedupKey(fields.dedup_key, action, findings);
  const shown = { ...findings, action: action ?? null, dedupKey };
  if (action === 'acknowledge' || action === 'resolve') {
    // A sender may repeat the payload here, blank or cut: it must not keep an alert from closing.
    const event =
      findings.errors.length === 0 && dedupKey !== null
        ? { action, dedupKey }
        : undefined;
    return { ...shown, summary: null, event };
  }
  const payload = payloadFields(fields.payload, findings);
  const content = payload && readContent(fields, payload, text, findings);
  const source =
    payload && requiredText(payload.source, 'payload.source', findings);
  const severity =
    payload &&
    requiredWord(payload.severity, 'payload.severity', severityWords, findings);
  const summary = content?.summary ?? null;
  if (!action || !payload || !content || !source || !severity) {
    return { ...shown, summary, event: undefined };
  }
  const event: TriggerEvent = {
    ...content,
    action,
    dedupKey,
    severity,
    source,
    component: optionalText(payload.component, 'payload.component', findings),
    group: optionalText(payload.group, 'payload.group', findings),
    class: optionalText(payload.class, 'payload.class', findings),
    client: optionalText(fields.client, 'client', findings),
    clientUrl: optionalAddress(fields.client_url, 'client_url', findings),
    images: readImages(fields.images, findings),
  };
  return {
    ...shown,
    summary,
    event: findings.errors.length === 0 ? event : undefined,
  };
}

/** Reads a change event of the Events API v2, as `readAlertEvent`. */
export function readChangeEvent(
  body: unknown,
  text: string,
): Reading<NewChange> {
  const findings: Findings = { errors: [], warnings: [] };
  const fields = bodyFields(body, findings);
  if (!fields) return nothing(findings);
  const payload = payloadFields(fields.payload, findings);
  const content = payload && readContent(fields, payload, text, findings);
  const source = optionalText(payload?.source, 'payload.source', findings);
  return {
    ...findings,
    action: null,
    dedupKey: null,
    summary: content?.summary ?? null,
    event: content && { ...content, source },
  };
}

function bodyFields(body: unknown, { errors }: Findings): Fields | undefined {
  const fields = asFields(body);
  if (!fields) errors.push('The body must be a JSON object');
  return fields;
}

function payloadFields(
  value: unknown,
  { errors }: Findings,
): Fields | undefined {
  const fields = asFields(value);
  if (!fields) {
    errors.push(
      value === undefined || value === null
        ? `'payload' is missing or blank`
        : `'payload' is invalid (must be an object)`,
    );
  }
  return fields;
}

function readDedupKey(
  value: unknown,
  action: string | undefined,
  findings: Findings,
): string | null {
  const mayLack = action === undefined || action === 'trigger';
  if (mayLack && (value === undefined || value === null)) return null;
  if (mayLack && typeof value === 'string' && value.trim() === '') return null;
  const key = requiredText(value, 'dedup_key', findings);
  if (key === undefined) return null;
  if ([...key].length <= maxDedupKey) return key;
  findings.errors.push(
    `'dedup_key' is too long (maximum is ${maxDedupKey} characters)`,
  );
  return null;
}

function readContent(
  fields: Fields,
  payload: Fields,
  text: string,
  findings: Findings,
): Content | undefined {
  const whole = requiredText(payload.summary, 'payload.summary', findings);
  if (whole === undefined) return undefined;
  const summary = firstCodePoints(whole, maxSummary);
  let details = payload.custom_details ?? null;
  if (isDeeperThan(details, maxDepth)) {
    findings.warnings.push(
      `'payload.custom_details' is nested deeper than ${maxDepth} levels and was kept as text`,
    );
    details = text;
  }
  if (summary !== whole) {
    findings.warnings.push(
      `'payload.summary' was cut to ${maxSummary} characters; the whole is in the details`,
    );
    const own = asFields(details ?? {});
    details =
      own && !('full_summary' in own)
        ? { ...own, full_summary: whole }
        : { custom_details: details, full_summary: whole };
  }
  return {
    summary,
    details,
    occurredAt: readTimestamp(payload.timestamp, 'payload.timestamp', findings),
    links: readLinks(fields.links, findings),
  };
}

/** The first `count` code points of a text, so that no character is cut in two. */
export function firstCodePoints(text: string, count: number): string {
  if (text.length <= count) return text;
  const points = [...text];
  return points.length <= count ? text : points.slice(0, count).join('');
}

/** Walks without recursion: a body of 512 KiB can be nested a quarter of a million levels deep. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level
      .filter(item => typeof item === 'object' && item !== null)
      .flatMap(item => Object.values(Object(item)));
  }
  return false;
}

function nothing(findings: Findings): Reading<never> {
  return {
    ...findings,
    action: null,
    dedupKey: null,
    summary: null,
    event: undefined,
  };
}
