import { Actor } from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../platform/clock';
import { instant, Tx } from '../platform/database';
import { appendEvent, EventRow } from './store';

/** Whoever changes something again within so many minutes goes on with what they were doing. */
const pauseMinutes = 10;

/** A small change in words, without a comma: `hid an entry`; and when it was done more than once: `hid entries`. */
export interface Deed {
  readonly once: string;
  readonly often: string;
}

/** `Ana Ruiz changed the timeline: hid entries, reworded an entry`, out of what stood there after the colon and one more. */
export function withDeed(
  before: readonly string[],
  { once, often }: Deed,
): string[] {
  const isAgain = before.includes(once) || before.includes(often);
  return isAgain
    ? before.map(words => (words === once ? often : words))
    : [...before, once];
}

/**
 * Writes small changes into the history of a postmortem that the transaction holds: into the newest line, when that is of the same
 * person about the same and they have not paused since, so that an hour of tidying up does not bury what happened.
 *
 * @param about - `the timeline`
 */
export async function appendDeeds(
  tx: Tx,
  id: number,
  about: string,
  deeds: readonly Deed[],
  { at, actor }: { readonly at: Date; readonly actor: Actor },
): Promise<void> {
  if (deeds.length === 0) return;
  const beginning = `${actor.name} changed ${about}: `;
  const newest = await tx<EventRow>('postmortem_events')
    .where({ postmortem_id: id })
    .orderBy('seq', 'desc')
    .first();
  const goesOn =
    newest !== undefined &&
    newest.text.startsWith(beginning) &&
    refOf(newest) === actor.ref &&
    at <= addMinutes(instant(newest.at), pauseMinutes);
  const before = goesOn ? newest.text.slice(beginning.length).split(', ') : [];
  const text = `${beginning}${deeds.reduce(withDeed, before).join(', ')}`;
  if (!goesOn) {
    await appendEvent(tx, id, { at, actor, text });
    return;
  }
  await tx<EventRow>('postmortem_events')
    .where({ postmortem_id: id, seq: newest.seq })
    .update({ at, text });
}

const refOf = ({ actor }: EventRow): string | null => {
  const by: Actor = JSON.parse(actor);
  return by.ref;
};
