import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { Database, iso, Tx } from '../../platform/database';
import {
  ContextReader,
  EnabledPlay,
  PlayContext,
  PlayHappening,
  PlayLanguage,
  RunRefusals,
  RunRequest,
  RunStarter,
  StartedRun,
} from '../ports';
import { inputsOf } from '../run/inputs';
import { setRunOfCall, SignedCall, takeCall } from './callStore';

/** Something at which a play may start. */
export interface Occasion {
  readonly play: EnabledPlay;
  readonly happening: PlayHappening;
  readonly incidentId: number | null;
  readonly entityRef: string | null;
  /** What starts it, in words. */
  readonly because: string;
  readonly startedBy: Actor;
  /** It starts once per this key, unless `onceFor` makes another. */
  readonly onceKey: string | null;
  /** Plays whose doing led to it. */
  readonly chain: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** The signed call behind it: one call starts one run at most, whatever it is started once for. */
  readonly call?: SignedCall;
}

/** What became of an occasion. */
export type Outcome =
  | { readonly outcome: 'started' | 'started-before'; readonly runId: string }
  | { readonly outcome: 'refused' | 'passed-over'; readonly because: string };

/** Decides whether a play starts at an occasion, and starts it. */
export class Occasions {
  readonly #options: {
    database: Database;
    clock: Clock;
    language: PlayLanguage;
    context: ContextReader;
    starter: RunStarter;
    refusals: RunRefusals;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    language: PlayLanguage;
    context: ContextReader;
    starter: RunStarter;
    refusals: RunRefusals;
  }) {
    this.#options = options;
  }

  /**
   * Starts the play unless its condition does not hold, it has started for the key already, or it is in its own chain. What
   * cannot be decided is kept as a run that was refused: one play's fault stops no other.
   */
  async consider(occasion: Occasion): Promise<Outcome> {
    const { play, chain } = occasion;
    if (chain.includes(play.playId)) {
      return {
        outcome: 'passed-over',
        because: 'It led to this itself, and would go in circles',
      };
    }
    const { values, faults } = inputsOf(
      play.document.inputs,
      occasion.inputs ?? {},
    );
    const request = requestOf(occasion, values);
    const refuse = (because: string) =>
      this.#once(occasion, async tx => {
        await this.#options.refusals.refuse(tx, request, because);
        return { runId: null, started: false, refused: because };
      });
    if (faults.length > 0) return refuse(faults.join('; '));
    let onceKey: string | null;
    try {
      const decision = await this.#decide(request);
      if (!decision.starts) {
        return {
          outcome: 'passed-over',
          because: `Its condition does not hold: ${play.document.when}`,
        };
      }
      onceKey = decision.onceKey;
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
      return refuse(error.message);
    }
    return this.#once(occasion, tx =>
      this.#options.starter.start(tx, { ...request, onceKey }),
    );
  }

  /** Starts in one transaction, unless the call behind the occasion has come before. */
  async #once(
    { play: { playId }, call }: Occasion,
    start: (tx: Tx) => Promise<StartedRun>,
  ): Promise<Outcome> {
    const run = await this.#options.database.transaction(async tx => {
      if (!call) return start(tx);
      const before = await takeCall(tx, playId, call);
      if (before) {
        const refused = 'This call has come before, and started nothing';
        return { runId: before.runId, started: false, refused };
      }
      const started = await start(tx);
      await setRunOfCall(tx, playId, call, started.runId);
      return started;
    });
    if (run.runId === null) {
      return { outcome: 'refused', because: run.refused ?? '' };
    }
    return {
      outcome: run.started ? 'started' : 'started-before',
      runId: run.runId,
    };
  }

  async #decide(
    request: RunRequest,
  ): Promise<
    | { readonly starts: true; readonly onceKey: string | null }
    | { readonly starts: false }
  > {
    const { language, context, clock } = this.#options;
    const { when, onceFor } = request.play.document;
    if (when === null && onceFor === null) {
      return { starts: true, onceKey: request.onceKey };
    }
    const seen = await context.read(request.subject, clock.now());
    const holds = (expression: string, within: PlayContext) =>
      decided('when', () => language.holds(expression, within));
    if (when !== null && !holds(when, seen)) return { starts: false };
    return {
      starts: true,
      onceKey:
        onceFor === null
          ? request.onceKey
          : decided('onceFor', () => language.fill(onceFor, seen)),
    };
  }
}

/** What a play says cannot be evaluated. */
class Undecidable extends Error {}

function decided<T>(field: string, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw new Undecidable(
      `${field} could not be evaluated: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function requestOf(
  occasion: Occasion,
  inputs: Readonly<Record<string, unknown>>,
): RunRequest {
  const { play, happening, incidentId, entityRef } = occasion;
  const { approvedBy, everywhere } = play;
  if (!approvedBy) throw new Error(`Nobody has approved ${play.playId}`);
  return {
    play,
    subject: {
      incidentId,
      entityRef,
      trigger: {
        ...happening.data,
        event: happening.event,
        at: iso(happening.at),
        text: happening.text,
      },
      inputs,
    },
    because: occasion.because,
    startedBy: occasion.startedBy,
    authority: { kind: 'play', approvedBy, everywhere },
    onceKey: occasion.onceKey,
    chain: occasion.chain,
  };
}
