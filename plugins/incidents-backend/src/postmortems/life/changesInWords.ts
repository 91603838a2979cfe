import { PostmortemRecord } from '../model';
import { PostmortemPeople } from '../ports';
import { EditedPeople } from './editedPeople';
import { dayInWords, listed } from './words';

/** The fields of a postmortem's own row that an edit sets. */
export type SetFields = Pick<
  PostmortemRecord,
  'title' | 'writer' | 'dueAt' | 'figures' | 'dismissed' | 'restricted'
>;

/** What an edit has changed, each as the end of a sentence that begins with who did it. */
export function changesInWords(
  before: SetFields,
  after: SetFields,
  peopleBefore: PostmortemPeople,
  { participants, readers }: EditedPeople,
): string[] {
  const said: string[] = [];
  if (after.title !== before.title) {
    said.push(`changed the title from “${before.title}” to “${after.title}”`);
  }
  if (after.writer?.ref !== before.writer?.ref) {
    said.push(
      after.writer
        ? `asked ${after.writer.name} to see to it`
        : `left it without ${before.writer?.name}, so that nobody sees to it`,
    );
  }
  if (after.dueAt?.getTime() !== before.dueAt?.getTime()) {
    said.push(
      after.dueAt
        ? `moved the day until which it is due to ${dayInWords(after.dueAt)}`
        : 'took away the day until which it is due',
    );
  }
  if (!isSame(after.figures, before.figures)) {
    said.push('changed the figures of its impact');
  }
  if (participants && !isSame(participants, peopleBefore.participants)) {
    said.push('changed who took part');
  }
  if (readers && !isSame(readers, peopleBefore.readers)) {
    said.push(
      readers.length > 0
        ? `restricted it to ${listed(readers.map(({ name }) => name))}`
        : 'opened it to everybody',
    );
  }
  if (!isSame(after.dismissed, before.dismissed)) {
    said.push('left a wording as it is');
  }
  return said;
}

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
