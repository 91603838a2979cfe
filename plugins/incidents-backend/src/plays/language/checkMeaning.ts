import {
  PlayActionInfo,
  PlayDocument,
  PlayInput,
  PlayStep,
} from '@muster/backstage-plugin-incidents-common';
import {
  FieldPath,
  PlacedFault,
  YamlText,
} from '../../platform/yamlText/readYaml';
import { kindInWords } from '../context/valueTypes';
import { nextTickOf } from '../cron';
import { isReserved } from './checkExpression';
import { checkInput } from './checkInput';
import { FieldCheck } from './FieldCheck';
import { findAction, noSuchAction } from './knownActions';
import { Scope, scopeOfPlay, typeOfStep, withLoop, withStep } from './scope';

/** Looks what a well-written play means: whether everything that it names is there and fits. */
export class MeaningCheck {
  readonly #fields: FieldCheck;
  readonly #actions: readonly PlayActionInfo[];
  readonly #ids = new Set<string>();

  constructor(text: YamlText, actions: readonly PlayActionInfo[]) {
    this.#fields = new FieldCheck(text);
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
        this.#fields.fault(
          ['on', index, 'cron'],
          `is ${trigger.cron}; it must have five fields, such as 0 9 * * 1 for Mondays at nine`,
        );
      }
    }
    this.#fields.condition(document.when, ['when'], scope);
    if (document.onceFor)
      this.#fields.template(document.onceFor, ['onceFor'], scope);
    const after = this.#steps(document.steps, ['steps'], scope, document.name);
    this.#steps(document.onFailure, ['onFailure'], after, document.name);
    return this.#fields.faults;
  }

  #inputs(inputs: readonly PlayInput[]): void {
    const names = new Set<string>();
    for (const [index, input] of inputs.entries()) {
      const { name, type, options } = input;
      if (names.has(name)) {
        this.#fields.fault(
          ['inputs', index, 'name'],
          'is that of another input',
        );
      }
      names.add(name);
      const mayBeMissing = !input.required && input.default === null;
      if (mayBeMissing && (type === 'number' || type === 'yes-no')) {
        this.#fields.fault(
          ['inputs', index],
          `may be left out, and then a condition on it breaks; write required: true, or default: ${type === 'number' ? 0 : false}`,
        );
      }
      if (type === 'choice' && options.length === 0) {
        this.#fields.fault(
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
      this.#fields.fault(
        [...path, 'id'],
        `is that of another step: ${step.id}`,
      );
    }
    this.#ids.add(step.id);
    this.#fields.condition(step.when, [...path, 'when'], scope);
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
      this.#fields.condition(
        step.wait.onlyIf,
        [...path, 'wait', 'onlyIf'],
        scope,
      );
      return after;
    }
    if ('waitFor' in step) {
      const { until, otherwise } = step.waitFor;
      this.#fields.condition(until, [...path, 'waitFor', 'until'], scope);
      return Array.isArray(otherwise)
        ? inside(otherwise, ['waitFor', 'otherwise'], after)
        : after;
    }
    if ('approve' in step) {
      const { by, question, otherwise } = step.approve;
      this.#fields.people(by, [...path, 'approve', 'by'], scope);
      this.#fields.template(question, [...path, 'approve', 'question'], scope);
      return Array.isArray(otherwise)
        ? inside(otherwise, ['approve', 'otherwise'], after)
        : after;
    }
    if ('tickOff' in step) {
      const { by, text, otherwise } = step.tickOff;
      this.#fields.people(by, [...path, 'tickOff', 'by'], scope);
      this.#fields.template(text, [...path, 'tickOff', 'text'], scope);
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
        this.#fields.condition(when, [...path, 'choose', index, 'when'], scope);
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
      this.#fields.condition(until, [...path, 'repeat', 'until'], seen);
      return merged(after, seen);
    }
    if ('call' in step) {
      if (step.call.play === play) {
        this.#fields.fault([...path, 'call', 'play'], 'is this play itself');
      }
      this.#fields.values(step.call.with, [...path, 'call', 'with'], scope);
      return after;
    }
    this.#fields.template(
      step.stop.because,
      [...path, 'stop', 'because'],
      scope,
    );
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
    const type = this.#fields.expression(loop.in, at, scope);
    const isList =
      type === 'dyn' || (typeof type === 'object' && 'list' in type);
    if (type && !isList) {
      this.#fields.fault(
        at,
        `comes to ${kindInWords(type)}; it must be a list`,
      );
    }
    if (Object.hasOwn(scope, loop.as) || isReserved(loop.as)) {
      this.#fields.fault(
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
    this.#fields.values(input, [...path, 'with'], scope);
    const action = findAction(id, this.#actions);
    if (action) {
      for (const { path: field, message, ofName } of checkInput(
        input,
        action,
      )) {
        const at = [...path, 'with', ...field];
        if (ofName) this.#fields.faultOfName(at, message);
        else this.#fields.fault(at, message);
      }
      return;
    }
    this.#fields.fault([...path, 'action'], noSuchAction(id, this.#actions));
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
