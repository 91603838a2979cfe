import {
  Actor,
  ChangeEvent,
  EntrySource,
  KeyMoment,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { AlertTimes } from '../../../alerts/service';
import { IncidentRecord } from '../../../incidents/service';
import { instantInWords } from '../inWords';

/** An entry of a postmortem's timeline as it is drawn from what was recorded. */
export interface DrawnEntry {
  readonly at: Date;
  readonly text: string;
  readonly source: EntrySource;
  /** Its id there: it is taken in once. */
  readonly sourceId: string;
  readonly type: string;
  readonly path: string | null;
  readonly actor: Actor;
  readonly starred: boolean;
  readonly hidden: boolean;
  readonly moment: KeyMoment | null;
}

/** What was recorded of an incident. */
export interface Recorded {
  readonly incident: IncidentRecord;
  /** `INC-128`. */
  readonly name: string;
  readonly entries: readonly TimelineEntry[];
  /** In the order in which they came. */
  readonly alerts: readonly AlertTimes[];
  readonly changes: readonly ChangeEvent[];
}

/** A monitor's word for when it began is taken when it is not older than this; clocks of monitors go wrong. */
const longestBefore = 24 * 60 * 60_000;
/** Of a storm so many alerts stand in the timeline at first; how many there were is told by the density. */
const shownAlerts = 10;
/** Of more than this, machine noise is left out. */
export const mostEntries = 5000;

/** What somebody who was not there needs to follow the story. */
const starredKinds = [
  'triggered',
  'recurrence',
  'acknowledged',
  'exhausted',
  'unassigned',
  'severity-changed',
  'phase-changed',
  'note',
  'key-moment',
  'resolved',
];
/** Machine noise. */
const hiddenKinds = [
  'assigned',
  'page-cancelled',
  'waiting',
  'focus',
  'watchdog',
  'asked-if-quiet',
  'confirmed',
  'policy-reattached',
  'play-started',
  'play-asks',
];
/** What alerts tell of themselves, and what is about the document and not about what happened. */
const leftOut = /^(alert-added|postmortem-.*)$/;

/** Draws the timeline, oldest first, with the key moments that follow from it; at most 5,000 entries. */
export function drawTimeline(recorded: Recorded): DrawnEntry[] {
  const entries = [
    ...recorded.changes.map(drawnChange),
    ...recorded.alerts.map((alert, index) =>
      drawnAlert(alert, index, recorded),
    ),
    ...recorded.entries
      .filter(({ kind }) => !leftOut.test(kind))
      .map(entry => drawnEntry(entry, recorded)),
  ];
  const moments = momentsOf(recorded);
  return withoutNoise(entries)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(entry => ({ ...entry, moment: moments.get(entry.sourceId) ?? null }));
}

/** When it began: with the first alert, or else when the incident was opened. */
export function startOf({
  incident,
  alerts,
}: Pick<Recorded, 'incident' | 'alerts'>): Date {
  const starts = alerts.map(alert => begunAt(alert));
  return new Date(
    Math.min(
      incident.openedAt.getTime(),
      ...starts.map(start => start.getTime()),
    ),
  );
}

/** Which entry is which moment, by the facts; people move them. */
function momentsOf({ entries, alerts }: Recorded): Map<string, KeyMoment> {
  const first = (test: (entry: TimelineEntry) => boolean) =>
    entries.find(test)?.seq;
  const detected = first(({ kind }) => kind === 'triggered');
  const declared =
    first(
      ({ kind, data }) =>
        kind === 'severity-changed' && /^SEV[12]$/.test(String(data.to)),
    ) ?? first(({ kind }) => kind === 'acknowledged');
  const mitigated = first(
    ({ kind, data }) =>
      kind === 'phase-changed' && [data.to, data.phase].includes('monitoring'),
  );
  const resolved = entries.findLast(({ kind }) => kind === 'resolved')?.seq;
  const [started] = [...alerts].sort(
    (a, b) => begunAt(a).getTime() - begunAt(b).getTime(),
  );
  const moments = new Map<string, KeyMoment>();
  const seen: readonly (readonly [KeyMoment, string | undefined])[] = [
    ['started', started && alertId(started)],
    ['detected', detected === undefined ? undefined : entryId(detected)],
    ['declared', declared === undefined ? undefined : entryId(declared)],
    ['mitigated', mitigated === undefined ? undefined : entryId(mitigated)],
    ['resolved', resolved === undefined ? undefined : entryId(resolved)],
  ];
  for (const [moment, id] of seen) if (id) moments.set(id, moment);
  return moments;
}

const entryId = (seq: number): string => `entry:${seq}`;
const alertId = ({ id }: Pick<AlertTimes, 'id'>): string => `alert:${id}`;

/** When an alert says that it began. */
export const begunAt = ({
  occurredAt,
  firstAt,
}: Pick<AlertTimes, 'occurredAt' | 'firstAt'>): Date => {
  const before = firstAt.getTime() - occurredAt.getTime();
  return before >= 0 && before <= longestBefore ? occurredAt : firstAt;
};

function drawnEntry(
  { seq, at, kind, actor, text }: TimelineEntry,
  { name }: Recorded,
): DrawnEntry {
  return {
    at: new Date(at),
    text,
    source: sourceOf(kind),
    sourceId: entryId(seq),
    type: kind,
    // The page goes to the line, and marks it.
    path: `/incidents/${name}#entry-${seq}`,
    actor,
    starred: starredKinds.includes(kind),
    hidden: hiddenKinds.includes(kind),
    moment: null,
  };
}

function sourceOf(kind: string): EntrySource {
  if (/^page(d|-failed|-cancelled)$/.test(kind)) return 'page';
  if (kind.startsWith('play-')) return 'play';
  return kind.startsWith('alert-') ? 'alert' : 'incident';
}

function drawnAlert(
  alert: AlertTimes,
  index: number,
  { name }: Recorded,
): DrawnEntry {
  const { summary, severity, source, count, lastAt } = alert;
  const repeats =
    count > 1 ? `; sent ${count} times until ${instantInWords(lastAt)}` : '';
  return {
    at: begunAt(alert),
    text: `${summary} (${severity}, from ${source}${repeats})`,
    source: 'alert',
    sourceId: alertId(alert),
    type: 'alert',
    path: `/incidents/${name}`,
    actor: { kind: 'integration', ref: alert.integrationId, name: source },
    starred: false,
    hidden: index >= shownAlerts,
    moment: null,
  };
}

function drawnChange(change: ChangeEvent): DrawnEntry {
  const { id, at, entity, summary, source } = change;
  return {
    at: new Date(at),
    text: `${entity.name}: ${summary}`,
    source: 'change',
    sourceId: `change:${id}`,
    type: 'change',
    path: `/catalog/${entity.ref.replace(/^([^:]*):([^/]*)\//, '$2/$1/')}`,
    actor: { kind: 'integration', ref: null, name: source ?? 'A change' },
    starred: false,
    hidden: false,
    moment: null,
  };
}

/** Of too many entries, hidden ones go first, then those that nobody would have starred. */
function withoutNoise(entries: readonly DrawnEntry[]): DrawnEntry[] {
  const worth = ({ hidden, starred }: DrawnEntry) =>
    (hidden ? 0 : 2) + (starred ? 1 : 0);
  return entries.length <= mostEntries
    ? [...entries]
    : [...entries].sort((a, b) => worth(b) - worth(a)).slice(0, mostEntries);
}
