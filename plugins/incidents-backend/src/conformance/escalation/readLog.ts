import {
  Actor,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { readTimeline } from '../../incidents/timelineStore';
import { VectorLog } from './format';
import { World } from './World';

/** What one entry of our timeline is in the words of the vectors; most are nothing there. */
export async function linesOf(
  world: World,
  alert: string,
  entry: TimelineEntry,
): Promise<VectorLog[]> {
  const at = world.minute(new Date(entry.at));
  const { data, actor } = entry;
  const line = (type: string, more: object = {}): VectorLog => ({
    at,
    alert,
    type,
    ...more,
  });
  const step = typeof data.step === 'number' ? data.step - 1 : undefined;
  const place = { step, loop: data.loop };
  switch (entry.kind) {
    case 'triggered':
      return [line('created')];
    case 'assigned':
      return step === undefined ? [] : [line('escalated', place)];
    case 'escalated':
      if (data.noSteps) return [line('no-steps')];
      if (step === undefined || data.passed || data.failed) return [];
      return [
        line('escalated', {
          ...place,
          ...(data.forced ? { forced: true } : {}),
        }),
        ...(data.nobody ? [line('no-one-on-call', { step })] : []),
      ];
    case 'waiting':
      return data.for === 'hours'
        ? [
            line('held', {
              step,
              until: world.minute(new Date(String(data.until))),
            }),
          ]
        : [line('paused', { step })];
    case 'exhausted':
      return [line('exhausted')];
    case 'acknowledged':
      return [line('acknowledged', { user: idOf(world, actor) })];
    case 'resolved':
      return [line('closed', closedBy(world, actor))];
    case 'snoozed':
      return [line('silenced')];
    case 'asked-if-quiet':
      return [line('ack-reminder')];
    case 'confirmed':
      return [line('ack-confirmed', { user: idOf(world, actor) })];
    case 'triggered-again':
      return [line('auto-unacknowledged')];
    case 'paged':
      return (await hasImmediate(world, String(data.page)))
        ? []
        : [line('no-immediate-rule', { user: personOf(world, data.person) })];
    default:
      return [];
  }
}

/** Entries of an incident after a sequence number. */
export const entriesAfter = (
  { database }: World,
  incidentId: number,
  seq: number,
): Promise<TimelineEntry[]> =>
  readTimeline(database.knex, incidentId, seq, 1000);

const idOf = ({ userOf }: World, { ref, name }: Actor): string =>
  ref === null ? name : userOf(ref);

const closedBy = (world: World, actor: Actor): object => {
  switch (actor.kind) {
    case 'person':
      return { user: idOf(world, actor) };
    case 'system':
      return { by: 'auto' };
    default:
      return { by: 'heartbeat' };
  }
};

function personOf({ userOf }: World, person: unknown): string | undefined {
  return typeof person === 'object' && person !== null && 'ref' in person
    ? userOf(String(person.ref))
    : undefined;
}

async function hasImmediate(
  { database }: World,
  pageId: string,
): Promise<boolean> {
  const row = await database
    .knex('deliveries')
    .where({ page_id: pageId, after_minutes: 0 })
    .whereNot({ state: 'failed' })
    .first('id');
  return row !== undefined;
}
