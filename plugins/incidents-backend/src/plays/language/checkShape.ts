import {
  playDocumentSchema,
  playEvents,
  playStepSchemas,
  StepKind,
  stepKinds,
} from '@muster/backstage-plugin-incidents-common';
import { isMap, isSeq } from 'yaml';
import { z } from 'zod';
import { faultsInWords, FaultWords } from '../../platform/yamlText/faultWords';
import { nearestTo, suggestion } from '../../platform/yamlText/nearest';
import {
  FieldPath,
  PlacedFault,
  YamlText,
} from '../../platform/yamlText/readYaml';
import { unknownKeys } from '../../platform/yamlText/unknownKeys';
import { isPlain } from './celData';
import { NestedList, nestedLists, withBlankSteps } from './nestedLists';

const triggerEvents = [
  ...playEvents,
  'page.unanswered',
  'incident.quiet',
  'heartbeat.missed',
  'change',
  'schedule',
  'webhook',
];

const words: FaultWords = {
  examples: {
    name: 'name: SEV1 response',
    ownerRef: 'ownerRef: group:default/sre',
    on: 'on: and below it a list such as - event: incident.triggered',
    steps: 'steps: and below it a list of steps',
    id: 'id: page_executives',
    action: 'action: page.people',
    event: 'event: incident.triggered',
    cron: "cron: '0 9 * * 1'",
    timezone: 'timezone: Europe/Zurich',
    minutes: 'minutes: 10',
    afterMinutes: 'afterMinutes: 10',
    withinMinutes: 'withinMinutes: 30',
    everyMinutes: 'everyMinutes: 5',
    times: 'times: 3',
    by: "by: ['{{ entity.owner }}']",
    question: 'question: May we roll back?',
    text: 'text: Tell the press office',
    because: 'because: It was a false alarm',
    in: 'in: entity.dependants',
    as: 'as: dependant',
    when: 'when: incident.severity == "SEV1"',
    play: 'play: the name of another play',
  },
  nothingYet:
    'is no play yet: write name: SEV1 response and, below it, ownerRef, on and steps',
  unionAt: path =>
    ['otherwise', 'onFailure'].includes(String(path.at(-1)))
      ? 'stop, continue or a list of steps'
      : 'a text, a number, or true or false',
};

/** Everything that is wrong with how a play is written, before anybody asks what it means. */
export function checkShape(text: YamlText): PlacedFault[] {
  const { value } = text;
  const lists = isPlain(value)
    ? ['steps', 'onFailure'].flatMap((name): NestedList[] => {
        const steps = value[name];
        return Array.isArray(steps) ? [{ path: [name], steps }] : [];
      })
    : [];
  return [
    ...faultsOf(text, value, [], playDocumentSchema, lists),
    ...lists.flatMap(list => faultsOfSteps(text, list.steps, list.path)),
  ];
}

function faultsOfSteps(
  text: YamlText,
  steps: readonly unknown[],
  path: FieldPath,
): PlacedFault[] {
  return steps.flatMap((step, index) =>
    faultsOfStep(text, step, [...path, index]),
  );
}

function faultsOfStep(
  text: YamlText,
  step: unknown,
  path: FieldPath,
): PlacedFault[] {
  if (!isPlain(step)) {
    return [
      text.faultAt(
        path,
        'is no step: write id: and, beside it, what it does, such as action: page.people',
      ),
    ];
  }
  const [kind, second] = stepKinds.filter(one => Object.hasOwn(step, one));
  if (!kind) return [text.faultAt(path, kindless(step))];
  if (second) {
    return [
      text.faultAt(
        [...path, second],
        `and ${kind} are two things to do; make two steps of it`,
      ),
    ];
  }
  const lists = nestedLists(step, kind);
  return [
    ...faultsOf(text, step, path, playStepSchemas[kind], lists),
    ...lists.flatMap(list =>
      faultsOfSteps(text, list.steps, [...path, ...list.path]),
    ),
  ];
}

function kindless(step: Readonly<Record<string, unknown>>): string {
  const [meant] = Object.keys(step).flatMap((key): StepKind[] => {
    if (['id', 'title', 'when', 'with'].includes(key)) return [];
    const near = nearestTo(key, stepKinds);
    return stepKinds.filter(kind => kind === near);
  });
  return `does not say what it does${meant ? `; did you mean ${meant}?` : `: write one of ${stepKinds.join(', ')}`}`;
}

/** Faults of a value by its own schema; the steps in it are for others. */
function faultsOf(
  text: YamlText,
  value: unknown,
  path: FieldPath,
  schema: z.ZodType,
  lists: readonly NestedList[],
): PlacedFault[] {
  const blank = withBlankSteps(value, lists);
  const issues = (schema.safeParse(blank).error?.issues ?? []).filter(
    ({ code }) => code !== 'unrecognized_keys',
  );
  const node = path.reduce<unknown>(
    (inner, key) =>
      isMap(inner) || isSeq(inner) ? inner.get(key, true) : undefined,
    text.contents,
  );
  return [
    ...unknownKeys(node, schema, path).map(fault =>
      text.faultOn(fault.offset, fault.path, fault.message),
    ),
    ...faultsInWords(issues, blank, words).map(fault =>
      text.faultAt(
        [...path, ...fault.path],
        eventFault(fault.path, blank) ?? fault.message,
      ),
    ),
  ];
}

/** A trigger's event that there is not, which zod calls no more than a union. */
function eventFault(path: FieldPath, document: unknown): string | undefined {
  const [on, index, field, more] = path;
  if (on !== 'on' || field !== 'event' || more !== undefined) return undefined;
  const trigger =
    isPlain(document) && Array.isArray(document.on)
      ? document.on[Number(index)]
      : undefined;
  const event = isPlain(trigger) ? trigger.event : undefined;
  return typeof event === 'string'
    ? `is ${event}, and there is no such event; ${suggestion(event, triggerEvents)}`
    : undefined;
}
