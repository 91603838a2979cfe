import { ConflictError, InputError } from '@backstage/errors';
import {
  IncidentsPlayActionsExtensionPoint,
  PlayActionAttempt,
  PlayActionDefinition,
  PlayActionSituation,
} from '@muster/backstage-plugin-incidents-node';
import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** An action of a module, with its input and output checked. */
export interface ModuleAction {
  readonly info: PlayActionInfo;
  /** @throws InputError for an input that does not fit; undefined when it cannot be told */
  simulate(
    input: unknown,
    situation: PlayActionSituation,
  ): Promise<readonly string[] | undefined>;
  /** @throws InputError for an input that does not fit; Error for an output that does not, besides what the action throws */
  run(input: unknown, attempt: PlayActionAttempt): Promise<unknown>;
}

/** What modules have added to what plays can do. */
export class PlayActionPoint implements IncidentsPlayActionsExtensionPoint {
  readonly #actions = new Map<string, ModuleAction>();

  addAction<Input, Output>(action: PlayActionDefinition<Input, Output>): void {
    const { id } = action;
    if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+@[1-9]\d{0,2}$/.test(id)) {
      throw new InputError(
        `The id of a play's action must be like deploys.roll-back@1, with whose it is and its version; not '${id}'`,
      );
    }
    if (this.#actions.has(id)) {
      throw new ConflictError(
        `Two actions of plays have the id '${id}'; install only one of their modules`,
      );
    }
    const { title, description, idempotent, reversible = false } = action;
    const given = (value: unknown) => checked('with', action.input, value);
    this.#actions.set(id, {
      info: {
        id,
        title,
        description,
        source: id.split('.')[0],
        input:
          action.inputJsonSchema ?? jsonSchemaOf(id, action.input, 'input'),
        output:
          action.outputJsonSchema ?? jsonSchemaOf(id, action.output, 'output'),
        idempotent,
        simulatable: action.simulate !== undefined,
        reversible,
      },
      simulate: async (input, situation) => {
        const fits = await given(input);
        return action.simulate?.(fits, situation);
      },
      run: async (input, attempt) =>
        checked(
          `what ${id} answered`,
          action.output,
          await action.run(await given(input), attempt),
        ),
    });
  }

  get all(): readonly ModuleAction[] {
    return [...this.#actions.values()];
  }
}

/** @throws InputError naming every field that does not fit */
async function checked<T>(
  where: string,
  schema: StandardSchemaV1<unknown, T>,
  value: unknown,
): Promise<T> {
  const result = await schema['~standard'].validate(value);
  if (!result.issues) return result.value;
  const pathOf = ({ path = [] }: StandardSchemaV1.Issue) =>
    [
      where,
      ...path.map(part => String(typeof part === 'object' ? part.key : part)),
    ].join('.');
  throw new InputError(
    result.issues.map(issue => `${pathOf(issue)} ${issue.message}`).join('; '),
  );
}

/** @throws InputError when its library does not tell */
function jsonSchemaOf(
  id: string,
  schema: StandardSchemaV1,
  io: 'input' | 'output',
): Record<string, unknown> {
  const standard = schema['~standard'];
  if (!tellsJsonSchema(standard)) {
    throw new InputError(
      `The action ${id} needs ${io}JsonSchema, since ${standard.vendor} does not tell the JSON schema of a schema`,
    );
  }
  const { $schema: _dialect, ...rest } = standard.jsonSchema[io]({
    target: 'draft-2020-12',
  });
  return rest;
}

const tellsJsonSchema = (
  standard: StandardSchemaV1.Props,
): standard is StandardSchemaV1.Props & StandardJSONSchemaV1.Props =>
  'jsonSchema' in standard;
