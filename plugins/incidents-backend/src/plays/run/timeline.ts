import {
  Actor,
  PlayStep,
  TimelineKind,
} from '@muster/backstage-plugin-incidents-common';
import { NewEntry } from '../../incidents/service';
import { RunStanding } from './decide/decide';
import { StepRecord } from './decide/records';
import { actorOf, byOf } from './inWords';
import { RunRecord } from './runStore';

// What those who read the incident are told of a run: one entry for each thing that a person would care about. What an action
// does within Muster tells of itself.

/** A step that has changed. */
export interface ChangedStep {
  readonly record: StepRecord;
  readonly before: StepRecord | undefined;
  readonly step: PlayStep | undefined;
}

const entry = (
  run: RunRecord,
  kind: TimelineKind,
  text: string,
  path?: string,
): NewEntry => ({
  kind,
  actor: actorOf(run),
  text,
  data: {
    runId: run.id,
    play: run.playId,
    version: run.version,
    ...(path !== undefined && { path }),
  },
});

/** A run has begun. */
export const startEntry = (run: RunRecord): NewEntry =>
  entry(run, 'play-started', `${byOf(run)} began: ${run.because}`);

/** Somebody has a run go on that had failed. */
export const wentOnEntry = (run: RunRecord, by: Actor): NewEntry => ({
  ...entry(
    run,
    'play-started',
    `${by.name} had ${run.playName} go on from where it failed`,
  ),
  actor: by,
});

/** What has changed in a run. */
export const entriesOf = (
  run: RunRecord,
  turns: readonly ChangedStep[],
): NewEntry[] => turns.flatMap(turn => entryOf(run, turn));

/** How a run ended; nothing while it is under way. */
export function endEntryOf(
  run: RunRecord,
  { state, text }: RunStanding,
  steps: Iterable<StepRecord>,
): NewEntry[] {
  if (state === 'running') return [];
  // What was wrong stands there already, with the step.
  const told = [...steps].find(
    step => step.state === 'failed' && isTold(step) && text.endsWith(step.text),
  );
  const how =
    state === 'failed' && told
      ? `failed at ${text.slice(0, -told.text.length).replace(/[: ]+$/, '')}`
      : `${outcomes[state]}: ${text}`;
  return [entry(run, 'play-ended', `${byOf(run)} ${how}`)];
}

const outcomes = {
  succeeded: 'ended well',
  failed: 'failed',
  cancelled: 'was cancelled',
};

function entryOf(
  run: RunRecord,
  { record, before, step }: ChangedStep,
): NewEntry[] {
  if (before?.state === record.state) return [];
  const title = step?.title || step?.id || record.path;
  const tell = (kind: TimelineKind, text: string) => [
    entry(run, kind, `${byOf(run)}, ${title}: ${text}`, record.path),
  ];
  switch (record.state) {
    case 'asking':
    case 'interrupted':
      return tell('play-asks', record.data.asks?.text ?? record.text);
    case 'succeeded':
      return isTold(record) ? tell('play-step', record.text) : [];
    case 'failed':
      return isTold(record)
        ? // A no is an answer, and no breakage.
          tell(
            'play-step',
            isAnswered(record) ? record.text : `failed. ${record.text}`,
          )
        : [];
    default:
      return [];
  }
}

/** People answered it, or it was done outside, or has failed: what is done inside writes its own entries. */
const isTold = (record: StepRecord): boolean =>
  isAnswered(record) ||
  (record.kind === 'action' && record.data.isOutside === true) ||
  (['action', 'call'].includes(record.kind) && record.state === 'failed');

const isAnswered = ({ kind }: StepRecord): boolean =>
  kind === 'approve' || kind === 'tickOff';
