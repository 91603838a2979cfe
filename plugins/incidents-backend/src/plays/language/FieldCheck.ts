import { entityRefSchema } from '@muster/backstage-plugin-incidents-common';
import {
  FieldPath,
  PlacedFault,
  YamlText,
} from '../../platform/yamlText/readYaml';
import { kindInWords, ValueType } from '../context/valueTypes';
import { isPlain } from './celData';
import { checkExpression } from './checkExpression';
import { checkTemplate } from './checkTemplate';
import { celOf } from './resolveInput';
import { Scope } from './scope';
import { isTemplate } from './templates';

/** Checks what stands in single fields of a play, and gathers the faults with their places. */
export class FieldCheck {
  readonly faults: PlacedFault[] = [];
  readonly #text: YamlText;

  constructor(text: YamlText) {
    this.#text = text;
  }

  /** Templates and expressions anywhere in an input. */
  values(value: unknown, path: FieldPath, scope: Scope): void {
    const expression = celOf(value);
    if (expression !== undefined) {
      this.expression(expression, [...path, 'cel'], scope);
    } else if (typeof value === 'string') {
      this.template(value, path, scope);
    } else if (Array.isArray(value)) {
      value.forEach((each, index) =>
        this.values(each, [...path, index], scope),
      );
    } else if (isPlain(value)) {
      for (const [name, each] of Object.entries(value)) {
        this.values(each, [...path, name], scope);
      }
    }
  }

  people(by: readonly string[], path: FieldPath, scope: Scope): void {
    for (const [index, text] of by.entries()) {
      const at = [...path, index];
      this.template(text, at, scope);
      if (isTemplate(text)) continue;
      const { data: ref } = entityRefSchema.safeParse(text);
      if (!ref || !/^(user|group):/.test(ref)) {
        this.fault(
          at,
          `is ${text}; it must be a person or a group, such as user:default/ana.ruiz`,
        );
      }
    }
  }

  condition(expression: string | null, path: FieldPath, scope: Scope): void {
    if (expression === null) return;
    const type = this.expression(expression, path, scope);
    if (type && type !== 'bool' && type !== 'dyn') {
      this.fault(
        path,
        `comes to ${kindInWords(type)}; a condition must come to yes or no`,
      );
    }
  }

  expression(
    expression: string,
    path: FieldPath,
    scope: Scope,
  ): ValueType | undefined {
    const checked = checkExpression(expression, scope);
    if ('type' in checked) return checked.type;
    const { offset, message } = checked.fault;
    this.faults.push(this.#text.faultIn(path, offset, message));
    return undefined;
  }

  template(text: string, path: FieldPath, scope: Scope): void {
    for (const { offset, message } of checkTemplate(text, scope)) {
      this.faults.push(this.#text.faultIn(path, offset, message));
    }
  }

  fault(path: FieldPath, message: string): void {
    this.faults.push(this.#text.faultAt(path, message));
  }

  /** A fault of the name of a field rather than of its value. */
  faultOfName(path: FieldPath, message: string): void {
    this.faults.push(this.#text.faultAtKey(path, message));
  }
}
