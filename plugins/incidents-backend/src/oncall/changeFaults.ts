import {
  OverrideInput,
  ShadowInput,
  TemporaryInput,
} from '@muster/backstage-plugin-incidents-common';
import { PeopleField } from '../directory/service';
import { ChangeContents, ChangeKind } from './store';

const dayMs = 86_400_000;
/** Whatever holds for longer is a schedule of its own. */
const longestDays = 366;
/** Nobody plans further ahead, and everything that is looked up ends there. */
const furthestDays = 2 * 366;

interface Span {
  readonly start: string;
  readonly end: string;
}

/** What is wrong with a change by itself, whatever the schedule is: each fault names its field. */
export function faultsOfChange<K extends ChangeKind>(
  kind: K,
  content: ChangeContents[K],
  now: Date,
): string[] {
  return [
    ...faultsOfSpan(content, now),
    ...('shifts' in content ? faultsOfShifts(content) : []),
    ...('learnerRef' in content && content.learnerRef === content.followsRef
      ? ['body.followsRef is the learner; name whom they follow']
      : []),
    ...(kind === 'override' &&
    'replacesRef' in content &&
    'personRef' in content &&
    content.personRef === content.replacesRef
      ? [
          'body.personRef is whom it replaces; name somebody else, or nothing changes',
        ]
      : []),
  ];
}

function faultsOfSpan({ start, end }: Span, now: Date): string[] {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (to === from) {
    return ['body.end is body.start, so it lasts no time; end it later'];
  }
  if (to < from) {
    return ['body.end is before body.start; swap them, or end it later'];
  }
  if (to <= now.getTime()) {
    return [
      'body.end has passed, and what was is not rewritten; choose a time that lies ahead',
    ];
  }
  if (to - from > longestDays * dayMs) {
    return [
      'body.end is more than a year after body.start; change the layers instead, or choose a shorter time',
    ];
  }
  if (from > now.getTime() + furthestDays * dayMs) {
    return [
      'body.start is more than two years ahead; come back when it is nearer',
    ];
  }
  return [];
}

function faultsOfShifts({ start, end, shifts }: TemporaryInput): string[] {
  return shifts.flatMap((shift, index) => {
    const field = `body.shifts[${index}]`;
    if (Date.parse(shift.end) <= Date.parse(shift.start)) {
      return [`${field}.end must be after ${field}.start`];
    }
    const isWithin =
      Date.parse(shift.start) >= Date.parse(start) &&
      Date.parse(shift.end) <= Date.parse(end);
    return isWithin
      ? []
      : [
          `${field} must lie between body.start and body.end, since nothing of it counts outside`,
        ];
  });
}

/** The people whom a change names, for a look into the catalog. */
export function peopleFieldsOf(
  content: OverrideInput | TemporaryInput | ShadowInput,
): PeopleField[] {
  const fields: [field: string, ref: string | null][] = [];
  if ('personRef' in content) fields.push(['personRef', content.personRef]);
  if ('replacesRef' in content) {
    fields.push(['replacesRef', content.replacesRef]);
  }
  if ('learnerRef' in content) fields.push(['learnerRef', content.learnerRef]);
  if ('followsRef' in content) fields.push(['followsRef', content.followsRef]);
  if ('shifts' in content) {
    content.shifts.forEach(({ personRef }, index) =>
      fields.push([`shifts[${index}].personRef`, personRef]),
    );
  }
  return fields.flatMap(([field, ref]) =>
    ref === null ? [] : [{ field: `body.${field}`, ref, kinds: ['user'] }],
  );
}

/** Whether two overrides both take the place of one person, or of everybody, at one time. */
export function replaceTheSame(a: OverrideInput, b: OverrideInput): boolean {
  if (a.kind === 'add' || b.kind === 'add') return false;
  const samePerson =
    a.replacesRef === null ||
    b.replacesRef === null ||
    a.replacesRef === b.replacesRef;
  return (
    samePerson &&
    Date.parse(a.start) < Date.parse(b.end) &&
    Date.parse(b.start) < Date.parse(a.end)
  );
}
