import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  isPermanentActionError,
  PlayActionSituation,
  retryAfterSecondsOf,
} from '@muster/backstage-plugin-incidents-node';
import { OutsideAction, OutsideResult, PlayActionContext } from '../../ports';
import { AuthorityGuard, isRefused } from '../authority';
import { Redactor } from '../Redactor';
import { untilAborted } from '../untilAborted';
import { ModuleAction } from './PlayActionPoint';

/** An action of a module, for plays: with leave, and with its faults as results. */
export function moduleAction(
  action: ModuleAction,
  options: {
    readonly guard: AuthorityGuard;
    readonly redactor: Redactor;
    readonly logger: LoggerService;
    readonly nameOf: (incidentId: number) => string;
  },
): OutsideAction {
  const { guard, redactor, logger, nameOf } = options;
  const { info } = action;
  const check = (context: PlayActionContext) =>
    guard.check(
      { id: info.id, readOnly: false, access: 'responder', entityRef: null },
      context,
    );
  const situation = (context: PlayActionContext): PlayActionSituation => ({
    incident:
      context.incidentId === null
        ? null
        : { id: context.incidentId, name: nameOf(context.incidentId) },
    entityRef: context.entityRef,
    play: {
      id: context.actor.ref ?? '',
      name: context.playName,
      version: context.version,
    },
    runId: context.runId,
  });
  const faultOf = (
    error: unknown,
    signal: AbortSignal,
    wasCalled: boolean,
  ): OutsideResult => {
    const words = isError(error) ? error.message : String(error);
    const after = retryAfterSecondsOf(error);
    const isFinal = isPermanentActionError(error) || isRefused(error);
    return {
      outcome: 'failed',
      detail: signal.aborted
        ? 'no answer in the time that the step has'
        : redactor.text(words),
      retry:
        after !== undefined || ((info.idempotent || !wasCalled) && !isFinal),
      ...(after !== undefined && { retryAfterSeconds: after }),
    };
  };
  return {
    kind: 'outside',
    info,
    simulate: async (input, context) => {
      await check(context);
      return action.simulate(input, situation(context));
    },
    run: async (input, context) => {
      const { idempotencyKey, signal } = context;
      let wasCalled = false;
      try {
        await check(context);
        wasCalled = true;
        const attempt = {
          ...situation(context),
          idempotencyKey,
          signal,
          logger: logger.child({ playAction: info.id, run: context.runId }),
        };
        const output = await untilAborted(action.run(input, attempt), signal);
        return { outcome: 'succeeded', output: redactor.output(output) };
      } catch (error) {
        return faultOf(error, signal, wasCalled);
      }
    },
  };
}
