import {
  Caller,
  passesFloor,
  PostmortemAbility,
  Reviewer,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import { isEditable, isPublished, PostmortemRecord } from '../model';
import { isMoveOf } from './moves';

/** What makes sense for somebody who may read it, by the floor and its state. */
export function abilitiesOf(
  record: PostmortemRecord,
  subject: Subject,
  reviewers: readonly Reviewer[],
  caller: Caller,
): PostmortemAbility[] {
  if (caller.kind !== 'person') return [];
  const { state } = record;
  const writes = passesFloor('responder', false, caller, [subject]);
  const owns = passesFloor('owner', false, caller, [subject]);
  const isAsked = reviewers.some(
    ({ person, signedOffAt }) =>
      person.ref === caller.ref && signedOffAt === null,
  );
  const table: Record<PostmortemAbility, boolean> = {
    write: writes && isEditable(record),
    comment: true,
    'add-follow-up': writes && state !== 'waived',
    'ask-for-review': writes && isMoveOf(state, 'ask-for-review'),
    'take-back': writes && isMoveOf(state, 'take-back'),
    'sign-off': isAsked && isMoveOf(state, 'sign-off'),
    publish: writes && isMoveOf(state, 'publish'),
    amend: writes && isMoveOf(state, 'amend'),
    waive: owns && isMoveOf(state, 'waive'),
    require: owns && isMoveOf(state, 'require'),
    restrict: writes,
    'mark-worth-reading': writes && isPublished(record),
  };
  return (Object.keys(table) as PostmortemAbility[]).filter(
    name => table[name],
  );
}
