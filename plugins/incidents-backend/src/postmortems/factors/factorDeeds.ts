import { Deed } from '../deeds';
import { NodeRecord } from './factorStore';
import { Placed } from './factorTree';

/** What is done to the tree of whys, as its history says it. */
export const nodeDeeds = {
  answered: { once: 'answered a why', often: 'answered whys' },
  reworded: { once: 'reworded an answer', often: 'reworded answers' },
  named: { once: 'named a factor', often: 'named factors' },
  unnamed: {
    once: 'took the name of a factor away',
    often: 'took names of factors away',
  },
  moved: { once: 'moved an answer', often: 'moved answers' },
  removed: { once: 'removed an answer', often: 'removed answers' },
} satisfies Record<string, Deed>;

/**
 * What an edit has done to an answer.
 *
 * @param places - those of answers that stand elsewhere now
 */
export function deedsOfEdit(
  node: NodeRecord,
  edit: { readonly text?: string; readonly factorId?: string | null },
  places: readonly Placed[],
): Deed[] {
  const { text, factorId } = edit;
  const deeds: Deed[] = [];
  if (text !== undefined && text !== node.text) deeds.push(nodeDeeds.reworded);
  if (factorId !== undefined && factorId !== node.factorId) {
    deeds.push(factorId === null ? nodeDeeds.unnamed : nodeDeeds.named);
  }
  if (places.some(({ id }) => id === node.id)) deeds.push(nodeDeeds.moved);
  return deeds;
}
