import { postmortemName, PostmortemRecord } from '../model';
import { PostmortemRuling } from '../ports';
import { dayInWords } from './words';

const sentence = (half: string): string =>
  half.charAt(0).toLocaleUpperCase('en-US') + half.slice(1);

/** How an incident without a postmortem stands to one. */
export const standingWithout = (
  { rule, because }: PostmortemRuling,
  isOver: boolean,
): string =>
  sentence(because) +
  {
    required: isOver
      ? '; its draft is being prepared'
      : '; its draft is opened when the incident is resolved',
    optional: isOver ? '; none has been begun' : '',
    none: '',
  }[rule];

/** How a postmortem stands, for somebody who may read it or not. */
export function standingOf(
  record: PostmortemRecord,
  mayRead: boolean,
  isOverdue: boolean,
): string {
  const { state, dueAt, waived, restricted } = record;
  if (!mayRead && restricted) return 'Its postmortem is open to named people';
  const it = mayRead ? postmortemName(record.id) : 'Its postmortem';
  const verb = isOverdue ? 'was' : 'is';
  const due = dueAt ? `; it ${verb} due on ${dayInWords(dueAt)}` : '';
  return {
    draft: `${it} is being written${due}`,
    'in-review': `${it} is in review${due}`,
    published: `${it} is published`,
    amended: `${it} is published, and is being amended`,
    waived: `${it} was waived by ${waived?.by.name ?? 'somebody'}: ${waived?.reason ?? 'no reason was kept'}`,
  }[state];
}
