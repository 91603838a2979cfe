import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import { isError } from '@backstage/errors';
import {
  actionIdSchema,
  PlayActionInfo,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Clock } from '../../../platform/clock';
import { parse } from '../../../platform/errors';
import { OutsideAction } from '../../ports';
import { ActionSource } from '../ActionCatalog';
import { AuthorityGuard } from '../authority';
import { Redactor } from '../Redactor';
import { untilAborted } from '../untilAborted';

const prefix = 'backstage:';
/** The portal's plugins are asked what they have at most so often. */
const rememberedMs = 30_000;
const inputSchema = z.record(z.string(), z.json());

/** What the portal's other plugins have in its actions registry, as `backstage:<id>`; called as this plugin. */
export class PortalActions implements ActionSource {
  readonly #options: {
    actions: ActionsService;
    auth: AuthService;
    clock: Clock;
    guard: AuthorityGuard;
    logger: LoggerService;
    redactor: Redactor;
  };
  #remembered: readonly ActionsServiceAction[] = [];
  /** Everything that was ever there: a plugin that does not answer just now is left out of the registry's list. */
  readonly #seen = new Map<string, ActionsServiceAction>();
  #askAgainAt = 0;

  constructor(options: {
    actions: ActionsService;
    auth: AuthService;
    clock: Clock;
    guard: AuthorityGuard;
    logger: LoggerService;
    redactor: Redactor;
  }) {
    this.#options = options;
  }

  async list(): Promise<readonly PlayActionInfo[]> {
    return (await this.#usable()).map(infoOf);
  }

  async find(id: string): Promise<OutsideAction | undefined> {
    if (!id.startsWith(prefix)) return undefined;
    await this.#usable();
    const found = this.#seen.get(id);
    return found && this.#outside(found);
  }

  #outside(action: ActionsServiceAction): OutsideAction {
    const { actions, auth, guard, redactor } = this.#options;
    const info = infoOf(action);
    return {
      kind: 'outside',
      info,
      // What another plugin would do it does not tell.
      simulate: async () => undefined,
      run: async (written, context) => {
        const { signal } = context;
        let wasCalled = false;
        try {
          const input = parse('with', inputSchema, written ?? {});
          await guard.check(
            {
              id: info.id,
              readOnly: action.attributes.readOnly,
              access: 'responder',
              entityRef: null,
            },
            context,
          );
          const credentials = await auth.getOwnServiceCredentials();
          wasCalled = true;
          const { output } = await untilAborted(
            actions.invoke({ id: action.id, input, credentials }),
            signal,
          );
          return { outcome: 'succeeded', output: redactor.output(output) };
        } catch (error) {
          return {
            outcome: 'failed',
            detail: signal.aborted
              ? 'no answer in the time that the step has'
              : redactor.text(isError(error) ? error.message : String(error)),
            retry: (info.idempotent || !wasCalled) && !isRefusal(error),
          };
        }
      },
    };
  }

  /** From a short memory; as it was when the registry does not answer. */
  async #usable(): Promise<readonly ActionsServiceAction[]> {
    const { actions, auth, clock, logger } = this.#options;
    const now = clock.now().getTime();
    if (now < this.#askAgainAt) return this.#remembered;
    this.#askAgainAt = now + rememberedMs;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const { actions: found } = await actions.list({ credentials });
      this.#remembered = found.filter(
        ({ id, pluginId, schema }) =>
          // Our own are there with more to them, and who has no secrets to give cannot call what needs some.
          pluginId !== 'incidents' &&
          schema.secrets === undefined &&
          actionIdSchema.safeParse(prefix + id).success,
      );
      for (const action of this.#remembered) {
        this.#seen.set(prefix + action.id, action);
      }
    } catch (error) {
      logger.warn(
        `The portal's actions registry does not answer; plays have of it what it had before: ${error}`,
      );
    }
    return this.#remembered;
  }
}

function infoOf(action: ActionsServiceAction): PlayActionInfo {
  const { readOnly, destructive, idempotent } = action.attributes;
  const marks = [
    ...(readOnly ? ['It only reads.'] : []),
    ...(destructive ? ['It may destroy something.'] : []),
    'It is called with the rights of Muster, not of a person; a dry run cannot tell what it would do.',
  ];
  return {
    id: prefix + action.id,
    title: action.title,
    description: [action.description, ...marks].join(' '),
    source: action.pluginId,
    input: { ...action.schema.input },
    output: { ...action.schema.output },
    idempotent: idempotent || readOnly,
    simulatable: false,
    reversible: false,
  };
}

/** The other side has understood and does not want to: trying again is of no use. */
const isRefusal = (error: unknown): boolean => {
  if (!isError(error)) return false;
  const status =
    typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return status === undefined
    ? ['InputError', 'NotAllowedError', 'NotFoundError'].includes(error.name)
    : status >= 400 && status < 500 && status !== 408 && status !== 429;
};
