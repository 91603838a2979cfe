import { NamedRef, Reviewer } from '@muster/backstage-plugin-incidents-common';
import {
  instant,
  instantOrNull,
  iso,
  isoOrNull,
} from '../../platform/database';
import { Queryable, Tx } from '../../platform/database';
import { PostmortemPeople } from '../ports';

/** `reader`: a group or a person who may read a restricted one. */
export type Part = 'participant' | 'reviewer' | 'reader';

interface PersonRow {
  postmortem_id: number;
  part: Part;
  ref: string;
  name: string;
  position: number;
  asked_at: Date | number | null;
  signed_off_at: Date | number | null;
  note: string;
}

const rows = (db: Queryable) => db<PersonRow>('postmortem_people');

const named = ({ ref, name }: PersonRow): NamedRef => ({ ref, name });

/** Who is in a postmortem, in the order in which they were named. */
export async function readPeople(
  db: Queryable,
  id: number,
): Promise<PostmortemPeople> {
  const found = await rows(db)
    .where({ postmortem_id: id })
    .orderBy(['part', 'position']);
  const of = (part: Part) => found.filter(row => row.part === part).map(named);
  return {
    participants: of('participant'),
    reviewers: of('reviewer'),
    readers: of('reader'),
  };
}

/** The reviewers, with what they have said. */
export async function readReviewers(
  db: Queryable,
  id: number,
): Promise<Reviewer[]> {
  const found = await rows(db)
    .where({ postmortem_id: id, part: 'reviewer' })
    .orderBy('position');
  return found.map(row => ({
    person: named(row),
    askedAt: iso(instantOrNull(row.asked_at) ?? instant(0)),
    signedOffAt: isoOrNull(instantOrNull(row.signed_off_at)),
    note: row.note,
  }));
}

/** Has these people, and no others, in a part; whoever was in it keeps what they have said. */
export async function replacePart(
  tx: Tx,
  id: number,
  part: Part,
  people: readonly NamedRef[],
  askedAt: Date | null = null,
): Promise<void> {
  const refs = people.map(({ ref }) => ref);
  await rows(tx)
    .where({ postmortem_id: id, part })
    .whereNotIn('ref', refs)
    .delete();
  for (const [position, { ref, name }] of people.entries()) {
    await rows(tx)
      .insert({
        postmortem_id: id,
        part,
        ref,
        name,
        position,
        asked_at: askedAt,
        signed_off_at: null,
        note: '',
      })
      .onConflict(['postmortem_id', 'part', 'ref'])
      .merge(['name', 'position']);
  }
}

/** A reviewer agrees. */
export async function writeSignOff(
  tx: Tx,
  id: number,
  ref: string,
  at: Date,
  note: string,
): Promise<void> {
  await rows(tx)
    .where({ postmortem_id: id, part: 'reviewer', ref })
    .update({ signed_off_at: at, note });
}

/** Sign-offs are asked for anew. */
export async function forgetSignOffs(tx: Tx, id: number): Promise<void> {
  await rows(tx)
    .where({ postmortem_id: id, part: 'reviewer' })
    .update({ signed_off_at: null, note: '' });
}
