import { StepKind } from '@muster/backstage-plugin-incidents-common';

/** What a step may do, in the order in which it is offered. */
export const kinds = [
  'action',
  'approve',
  'tickOff',
  'wait',
  'waitFor',
  'choose',
  'parallel',
  'forEach',
  'repeat',
  'call',
  'stop',
] as const satisfies readonly StepKind[];

/** What a step as it is written does; undefined for none that is known. */
export const kindOf = (step: unknown): StepKind | undefined =>
  typeof step === 'object' && step !== null
    ? kinds.find(kind => Object.hasOwn(step, kind))
    : undefined;

/** All names of steps within a value, so that a new one gets another. */
export function idsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = kindOf(value) && 'id' in value ? [String(value.id)] : [];
  return [...own, ...Object.values(value).flatMap(idsIn)];
}

/** A new step, complete as far as it can be without knowing what for. */
export function newStep(kind: StepKind, taken: readonly string[]): object {
  const name = (base: string): string => {
    const free = [
      base,
      ...Array.from({ length: taken.length + 9 }, (_, i) => `${base}_${i + 2}`),
    ].find(one => !taken.includes(one));
    return free ?? base;
  };
  const inner = [
    { id: name('say_so'), action: 'incident.note', with: { text: '' } },
  ];
  const other = [
    { id: name('say_so_too'), action: 'incident.note', with: { text: '' } },
  ];
  switch (kind) {
    case 'action':
      return { id: name('step'), action: 'incident.note', with: { text: '' } };
    case 'approve':
      return {
        id: name('approval'),
        approve: { by: ['{{ entity.owner }}'], question: 'Go on?' },
      };
    case 'tickOff':
      return {
        id: name('by_hand'),
        tickOff: { by: ['{{ entity.owner }}'], text: '' },
      };
    case 'wait':
      return { id: name('wait'), wait: { minutes: 10 } };
    case 'waitFor':
      return {
        id: name('wait_for'),
        waitFor: { event: 'incident.acknowledged', withinMinutes: 10 },
      };
    case 'choose':
      return {
        id: name('if'),
        choose: [{ when: 'incident.severity == "SEV1"', steps: inner }],
      };
    case 'parallel':
      return { id: name('both'), parallel: { branches: [inner, other] } };
    case 'forEach':
      return {
        id: name('each'),
        forEach: { in: '', as: 'one', steps: inner },
      };
    case 'repeat':
      return {
        id: name('again'),
        repeat: { everyMinutes: 10, times: 3, steps: inner },
      };
    case 'call':
      return { id: name('call'), call: { play: '' } };
    default:
      return { id: name('stop'), stop: { because: '' } };
  }
}
