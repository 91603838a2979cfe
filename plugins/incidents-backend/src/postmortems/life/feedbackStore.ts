import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { instant, Queryable, Tx } from '../../platform/database';

interface FeedbackRow {
  postmortem_id: number;
  person_ref: string;
  person_name: string;
  score: number;
  text: string;
  at: Date | number;
}

/** How useful a postmortem was to one who took part. */
export interface FeedbackRecord {
  readonly person: NamedRef;
  readonly score: number;
  /** Empty when they wrote none. */
  readonly text: string;
  readonly at: Date;
}

const rows = (db: Queryable) => db<FeedbackRow>('postmortem_feedback');

/** What people have answered, newest first. */
export async function readFeedback(
  db: Queryable,
  postmortemId: number,
): Promise<FeedbackRecord[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy([{ column: 'at', order: 'desc' }, { column: 'person_ref' }]);
  return found.map(row => ({
    person: { ref: row.person_ref, name: row.person_name },
    score: row.score,
    text: row.text,
    at: instant(row.at),
  }));
}

/** Writes the answer of a person over the one that they gave before. */
export async function writeFeedback(
  tx: Tx,
  postmortemId: number,
  { person, score, text, at }: FeedbackRecord,
): Promise<void> {
  await rows(tx)
    .insert({
      postmortem_id: postmortemId,
      person_ref: person.ref,
      person_name: person.name,
      score,
      text,
      at,
    })
    .onConflict(['postmortem_id', 'person_ref'])
    .merge(['person_name', 'score', 'text', 'at']);
}
