import { StepKind } from '@muster/backstage-plugin-incidents-common';

// Reads the text as it is being written, which may be half a step: whatever is not there is left out.

/**
 * What tells a step from others of its kind: who, what, when, as it is written. Empty where nothing is written yet.
 *
 * @param step - as plain data
 * @param words - how people and durations are said
 */
export function summaryOf(
  step: unknown,
  kind: StepKind,
  words: {
    readonly name: (ref: string) => string;
    readonly minutes: (minutes: number) => string;
  },
): string {
  const { name, minutes } = words;
  const its = fieldOf(step, kind);
  const said = (field: string) => text(fieldOf(its, field));
  const lasting = (field: string) => {
    const value = fieldOf(its, field);
    return typeof value === 'number' ? minutes(value) : '';
  };
  const who = () => names(fieldOf(its, 'by'), name);
  switch (kind) {
    case 'action':
      return joined(text(its), firstOf(fieldOf(step, 'with'), name));
    case 'wait':
      return joined(lasting('minutes'), said('onlyIf'));
    case 'waitFor':
      return joined(said('event'), said('until'), lasting('withinMinutes'));
    case 'approve':
      return joined(said('question'), who(), lasting('withinMinutes'));
    case 'tickOff':
      return joined(said('text'), who(), lasting('withinMinutes'));
    case 'parallel':
      return listOf(fieldOf(its, 'branches'))
        .map(branch => listOf(branch).map(id).join(', '))
        .join(' ∥ ');
    case 'choose':
      return listOf(its)
        .map(one => text(fieldOf(one, 'when')))
        .join(' | ');
    case 'forEach':
      return joined(said('in'), inner(its));
    case 'repeat':
      return joined(lasting('everyMinutes'), said('until'), inner(its));
    case 'call':
      return said('play');
    default:
      return joined(said('outcome'), said('because'));
  }
}

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? Reflect.get(value, field)
    : undefined;

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : [];

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const id = (step: unknown): string => text(fieldOf(step, 'id'));

const inner = (container: unknown): string =>
  listOf(fieldOf(container, 'steps')).map(id).join(', ');

const joined = (...parts: string[]): string =>
  parts.filter(Boolean).join(' · ');

/** People and groups by name; templates as they are written. */
const names = (value: unknown, name: (ref: string) => string): string =>
  listOf(value)
    .map(text)
    .map(one => (/^(user|group):[^{]*$/.test(one) ? name(one) : one))
    .join(', ');

/** The first of an action's input that says something: whom, or which words. */
function firstOf(input: unknown, name: (ref: string) => string): string {
  if (typeof input !== 'object' || input === null) return '';
  return (
    Object.values(input)
      .map(value => text(value) || names(value, name))
      .find(Boolean) ?? ''
  );
}
