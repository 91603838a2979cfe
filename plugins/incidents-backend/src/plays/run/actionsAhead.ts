import { callsOf } from '../language/callsOf';
import { PlayShelf, PlayVersionRecord } from '../ports';

/**
 * Ids of the actions that a run of a play may come to: its own, and those of the plays that it calls, as they are enabled
 * now. What is enabled between this look and the call is not among them.
 */
export async function actionsAhead(
  play: PlayVersionRecord,
  shelf: Pick<PlayShelf, 'startable'>,
): Promise<readonly string[]> {
  const seen = new Map<string, PlayVersionRecord>();
  const look = async (one: PlayVersionRecord): Promise<void> => {
    if (seen.has(one.playId)) return;
    seen.set(one.playId, one);
    for (const name of callsOf(one.document)) {
      const called = await shelf.startable(name);
      if (called) await look(called);
    }
  };
  await look(play);
  return [...new Set([...seen.values()].flatMap(({ actions }) => actions))];
}
