import {
  entityRefSchema,
  PlayActionInfo,
  PlayDocument,
  PlayInput,
  PlayStep,
} from '@muster/backstage-plugin-incidents-common';
import { nearestTo } from '../../platform/yamlText/nearest';
import {
  FieldPath,
  PlacedFault,
  YamlText,
} from '../../platform/yamlText/readYaml';
import { kindInWords, ValueType } from '../context/valueTypes';
import { nextTickOf } from '../cron';
import { isPlain } from './celData';
import { checkExpression, isReserved } from './checkExpression';
import { checkInput } from './checkInput';
import { checkTemplate } from './checkTemplate';
import { celOf } from './resolveInput';
import { Scope, scopeOfPlay, typeOfStep, withLoop, withStep } from './scope';
import { isTemplate } from './templates';

/** An action by what a step says: with its version, or without one for the newest. Those of the portal's registry have none. */
export function findAction(
  id: string,
  actions: readonly PlayActionInfo[],
): PlayActionInfo | undefined {
  const exact = actions.find(action => action.id === id);
  if (exact || id.includes('@')) return exact;
  return actions
    .filter(action => action.id.startsWith(`${id}@`))
    .sort((a, b) => versionOf(b) - versionOf(a))[0];
}

const versionOf = ({ id }: PlayActionInfo): number =>
  Number(id.split('@')[1] ?? 0);

/** Looks what a well-written play means: whether everything that it names is there and fits. */
export class MeaningCheck {
  readonly #text: YamlText;
  readonly #actions: readonly PlayActionInfo[];
  readonly #faults: PlacedFault[] = [];
  readonly #ids = new Set<string>();

  constructor(text: YamlText, actions: readonly PlayActionInfo[]) {
    this.#text = text;
    this.#actions = actions;
  }

  /** All faults of a document. */
  faultsOf(document: PlayDocument): readonly PlacedFault[] {
    const scope = scopeOfPlay(document.inputs);
    this.#inputs(document.inputs);
    for (const [index, trigger] of document.on.entries()) {
      if (trigger.event !== 'schedule') continue;
      try {
        nextTickOf(trigger, new Date(0));
      } catch {
        this.#fault(
          ['on', index, 'cron'],
          `is ${trigger.cron}; it must have five fields, such as 0 9 * * 1 for Mondays at nine`,
        );
      }
    }
    this.#condition(document.when, ['when'], scope);
    if (document.onceFor) this.#template(document.onceFor, ['onceFor'], scope);
    const after = this.#steps(document.steps, ['steps'], scope, document.name);
    this.#steps(document.onFailure, ['onFailure'], after, document.name);
    return this.#faults;
  }

  #inputs(inputs: readonly PlayInput[]): void {
    const names = new Set<string>();
    for (const [index, input] of inputs.entries()) {
      const { name, type, options } = input;
      if (names.has(name)) {
        this.#fault(['inputs', index, 'name'], 'is that of another input');
      }
      names.add(name);
      const mayBeMissing = !input.required && input.default === null;
      if (mayBeMissing && (type === 'number' || type === 'yes-no')) {
        this.#fault(
          ['inputs', index],
          `may be left out, and then a condition on it breaks; write required: true, or default: ${type === 'number' ? 0 : false}`,
        );
      }
      if (type === 'choice' && options.length === 0) {
        this.#fault(
          ['inputs', index],
          'is a choice: write what there is to choose from, options: [one, other]',
        );
      }
    }
  }

  /** @returns what steps after these see */
  #steps(
    steps: readonly PlayStep[],
    path: FieldPath,
    scope: Scope,
    play: string,
  ): Scope {
    return steps.reduce(
      (seen, step, index) => this.#step(step, [...path, index], seen, play),
      scope,
    );
  }

  #step(step: PlayStep, path: FieldPath, scope: Scope, play: string): Scope {
    if (this.#ids.has(step.id)) {
      this.#fault([...path, 'id'], `is that of another step: ${step.id}`);
    }
    this.#ids.add(step.id);
    this.#condition(step.when, [...path, 'when'], scope);
    const type = typeOfStep(step, id => findAction(id, this.#actions)?.output);
    const after = withStep(scope, step.id, type);
    const inside = (
      list: readonly PlayStep[],
      at: FieldPath,
      seen: Scope,
    ): Scope => this.#steps(list, [...path, ...at], seen, play);
    if ('action' in step) {
      this.#action(step.action, step.with, path, scope);
      return Array.isArray(step.onFailure)
        ? inside(step.onFailure, ['onFailure'], after)
        : after;
    }
    if ('wait' in step) {
      this.#condition(step.wait.onlyIf, [...path, 'wait', 'onlyIf'], scope);
      return after;
    }
    if ('waitFor' in step) {
      const { until, otherwise } = step.waitFor;
      this.#condition(until, [...path, 'waitFor', 'until'], scope);
      return Array.isArray(otherwise)
        ? inside(otherwise, ['waitFor', 'otherwise'], after)
        : after;
    }
    if ('approve' in step) {
      const { by, question, otherwise } = step.approve;
      this.#people(by, [...path, 'approve', 'by'], scope);
      this.#template(question, [...path, 'approve', 'question'], scope);
      return Array.isArray(otherwise)
        ? inside(otherwise, ['approve', 'otherwise'], after)
        : after;
    }
    if ('tickOff' in step) {
      const { by, text, otherwise } = step.tickOff;
      this.#people(by, [...path, 'tickOff', 'by'], scope);
      this.#template(text, [...path, 'tickOff', 'text'], scope);
      return Array.isArray(otherwise)
        ? inside(otherwise, ['tickOff', 'otherwise'], after)
        : after;
    }
    if ('parallel' in step) {
      return step.parallel.branches.reduce(
        (seen, branch, index) =>
          merged(seen, inside(branch, ['parallel', 'branches', index], scope)),
        after,
      );
    }
    if ('choose' in step) {
      const branches = step.choose.map(({ when, steps }, index) => {
        this.#condition(when, [...path, 'choose', index, 'when'], scope);
        return inside(steps, ['choose', index, 'steps'], scope);
      });
      const last = inside(step.otherwise, ['otherwise'], scope);
      return [...branches, last].reduce(merged, after);
    }
    if ('forEach' in step) {
      this.#loop(step.forEach, path, scope, inside);
      return after;
    }
    if ('repeat' in step) {
      const { until, steps } = step.repeat;
      const seen = inside(steps, ['repeat', 'steps'], withLoop(scope));
      this.#condition(until, [...path, 'repeat', 'until'], seen);
      return merged(after, seen);
    }
    if ('call' in step) {
      if (step.call.play === play) {
        this.#fault([...path, 'call', 'play'], 'is this play itself');
      }
      this.#values(step.call.with, [...path, 'call', 'with'], scope);
      return after;
    }
    this.#template(step.stop.because, [...path, 'stop', 'because'], scope);
    return after;
  }

  #loop(
    loop: {
      readonly in: string;
      readonly as: string;
      readonly steps: readonly PlayStep[];
    },
    path: FieldPath,
    scope: Scope,
    inside: (list: readonly PlayStep[], at: FieldPath, seen: Scope) => Scope,
  ): void {
    const at = [...path, 'forEach', 'in'];
    const type = this.#expression(loop.in, at, scope);
    const isList =
      type === 'dyn' || (typeof type === 'object' && 'list' in type);
    if (type && !isList) {
      this.#fault(at, `comes to ${kindInWords(type)}; it must be a list`);
    }
    if (Object.hasOwn(scope, loop.as) || isReserved(loop.as)) {
      this.#fault(
        [...path, 'forEach', 'as'],
        `is the name of something else already: ${loop.as}`,
      );
    }
    const value =
      typeof type === 'object' && 'list' in type ? type.list : 'dyn';
    inside(
      loop.steps,
      ['forEach', 'steps'],
      withLoop(scope, { as: loop.as, type: value }),
    );
  }

  #action(
    id: string,
    input: Readonly<Record<string, unknown>>,
    path: FieldPath,
    scope: Scope,
  ): void {
    this.#values(input, [...path, 'with'], scope);
    const action = findAction(id, this.#actions);
    if (action) {
      for (const { path: field, message, ofName } of checkInput(
        input,
        action,
      )) {
        const at = [...path, 'with', ...field];
        this.#faults.push(
          ofName
            ? this.#text.faultAtKey(at, message)
            : this.#text.faultAt(at, message),
        );
      }
      return;
    }
    const known = this.#actions.map(one => one.id.replace(/@.*$/, ''));
    const name = id.replace(/@.*$/, '');
    const near = nearestTo(name, known);
    this.#fault(
      [...path, 'action'],
      known.includes(name)
        ? `is ${id}; of ${name} there is ${findAction(name, this.#actions)?.id}`
        : `is ${id}, which is not installed here; ${near ? `did you mean ${near}?` : 'GET /v1/plays/actions lists what is'}`,
    );
  }

  /** Templates and expressions anywhere in an input. */
  #values(value: unknown, path: FieldPath, scope: Scope): void {
    const expression = celOf(value);
    if (expression !== undefined) {
      this.#expression(expression, [...path, 'cel'], scope);
    } else if (typeof value === 'string') {
      this.#template(value, path, scope);
    } else if (Array.isArray(value)) {
      value.forEach((each, index) =>
        this.#values(each, [...path, index], scope),
      );
    } else if (isPlain(value)) {
      for (const [name, each] of Object.entries(value)) {
        this.#values(each, [...path, name], scope);
      }
    }
  }

  #people(by: readonly string[], path: FieldPath, scope: Scope): void {
    for (const [index, text] of by.entries()) {
      const at = [...path, index];
      this.#template(text, at, scope);
      if (isTemplate(text)) continue;
      const { data: ref } = entityRefSchema.safeParse(text);
      if (!ref || !/^(user|group):/.test(ref)) {
        this.#fault(
          at,
          `is ${text}; it must be a person or a group, such as user:default/ana.ruiz`,
        );
      }
    }
  }

  #condition(expression: string | null, path: FieldPath, scope: Scope): void {
    if (expression === null) return;
    const type = this.#expression(expression, path, scope);
    if (type && type !== 'bool' && type !== 'dyn') {
      this.#fault(
        path,
        `comes to ${kindInWords(type)}; a condition must come to yes or no`,
      );
    }
  }

  #expression(
    expression: string,
    path: FieldPath,
    scope: Scope,
  ): ValueType | undefined {
    const checked = checkExpression(expression, scope);
    if ('type' in checked) return checked.type;
    const { offset, message } = checked.fault;
    this.#faults.push(this.#text.faultIn(path, offset, message));
    return undefined;
  }

  #template(text: string, path: FieldPath, scope: Scope): void {
    for (const { offset, message } of checkTemplate(text, scope)) {
      this.#faults.push(this.#text.faultIn(path, offset, message));
    }
  }

  #fault(path: FieldPath, message: string): void {
    this.#faults.push(this.#text.faultAt(path, message));
  }
}

/** What is seen after steps beside each other: what was seen before, and all of theirs. */
function merged(one: Scope, other: Scope): Scope {
  const [first, second] = [one.steps, other.steps];
  return typeof first === 'object' &&
    typeof second === 'object' &&
    'fields' in first &&
    'fields' in second
    ? { ...one, steps: { fields: { ...first.fields, ...second.fields } } }
    : one;
}
