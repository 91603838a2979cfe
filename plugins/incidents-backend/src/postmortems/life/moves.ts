import { ConflictError } from '@backstage/errors';
import { PostmortemState } from '@muster/backstage-plugin-incidents-common';
import { postmortemName } from '../model';

/** What people do with a postmortem as a whole. */
export type Move =
  | 'ask-for-review'
  | 'take-back'
  | 'sign-off'
  | 'publish'
  | 'amend'
  | 'waive'
  | 'require';

/** The states from which each is made, and the one in which it ends. */
const moves: Record<
  Move,
  { readonly from: readonly PostmortemState[]; readonly to: PostmortemState }
> = {
  // Once more: for other reviewers.
  'ask-for-review': { from: ['draft', 'in-review'], to: 'in-review' },
  'take-back': { from: ['in-review'], to: 'draft' },
  'sign-off': { from: ['in-review'], to: 'in-review' },
  publish: { from: ['draft', 'in-review', 'amended'], to: 'published' },
  amend: { from: ['published'], to: 'amended' },
  waive: { from: ['draft', 'in-review'], to: 'waived' },
  require: { from: ['waived'], to: 'draft' },
};

const standing: Record<PostmortemState, string> = {
  draft: 'is a draft; ask for a review, or publish it',
  'in-review':
    'is in review; take it back to the draft to have it reviewed anew',
  published: 'is published; amend it to change it',
  amended: 'is open for amendment; publish it when it is done',
  waived: 'was waived; have it written after all first',
};

/** What a move comes to: made, made before, or refused because of how it stands. */
export type MoveDecision =
  | { readonly make: true; readonly to: PostmortemState }
  | { readonly make: false; readonly refused?: string };

/** The state machine (domain.md, "Postmortems"). A move that was made before is no error and changes nothing. */
export function decideMove(
  { id, state }: { readonly id: number; readonly state: PostmortemState },
  move: Move,
): MoveDecision {
  const { from, to } = moves[move];
  if (from.includes(state)) return { make: true, to };
  if (state === to) return { make: false };
  return {
    make: false,
    refused: `${postmortemName(id)} ${standing[state]}`,
  };
}

/** Whether a move makes sense in a state, whoever makes it. */
export const isMoveOf = (state: PostmortemState, move: Move): boolean =>
  moves[move].from.includes(state);

/**
 * Whether the move is to be made; false when it was made before.
 *
 * @throws ConflictError saying how it stands and what to do
 */
export function mustMove(
  postmortem: { readonly id: number; readonly state: PostmortemState },
  move: Move,
): boolean {
  const decision = decideMove(postmortem, move);
  if (!decision.make && decision.refused) {
    throw new ConflictError(decision.refused);
  }
  return decision.make;
}
