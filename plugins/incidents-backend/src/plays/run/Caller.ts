import { Authority, PlayShelf, PlayVersionRecord, RunStarter } from '../ports';
import { withCalled, withCallEnded } from './decide/facts';
import { StepRecord } from './decide/records';
import { Done } from './Doing';
import { inputsOf } from './inputs';
import { actorOf } from './inWords';
import { RunRecord } from './runStore';

/** Starts the runs of plays that other plays call. */
export class Caller {
  readonly #shelf: Pick<PlayShelf, 'startable'>;
  readonly #starter: RunStarter;

  constructor(options: {
    shelf: Pick<PlayShelf, 'startable'>;
    starter: RunStarter;
  }) {
    this.#shelf = options.shelf;
    this.#starter = options.starter;
  }

  /** Finds the play that a `call` names; outside of transactions. */
  async prepare(
    run: RunRecord,
    play: PlayVersionRecord,
    record: StepRecord,
    now: Date,
  ): Promise<Done> {
    const refused = (text: string): Done => ({
      kind: 'inside',
      apply: async () =>
        withCallEnded(record, { runId: null, state: 'failed', text }, now),
      failed: () => undefined,
    });
    const name = record.data.called?.play ?? '';
    const called = await this.#shelf.startable(name);
    if (!called)
      return refused('There is no play of this name that is enabled');
    const chain = [...run.chain, run.playId];
    if (chain.includes(called.playId)) {
      return refused('It has led to this run itself, and would go in circles');
    }
    const fault = ofAnotherTeam(run, called);
    if (fault) return refused(fault);
    const { values, faults } = inputsOf(called.document.inputs, record.input);
    if (faults.length > 0) return refused(faults.join('; '));
    return {
      kind: 'inside',
      failed: () => undefined,
      apply: async tx => {
        const { runId, refused: because } = await this.#starter.start(tx, {
          play: called,
          subject: {
            ...run.subject,
            trigger: { event: 'call', at: now.toISOString(), runId: run.id },
            inputs: values,
          },
          because: `${play.document.name} called it`,
          startedBy: actorOf(run),
          authority: authorityOf(run, called),
          onceKey: null,
          chain,
          caller: { runId: run.id, path: record.path },
        });
        return runId === null
          ? withCallEnded(
              record,
              { runId, state: 'failed', text: because ?? 'It was refused' },
              now,
            )
          : withCalled(record, runId);
      },
    };
  }
}

/** Secrets belong to the play that names them: another team's would be used by calling it. */
const ofAnotherTeam = (
  { authority, ownerRef }: RunRecord,
  called: PlayVersionRecord,
): string | undefined => {
  if (authority.kind === 'person' || authority.everywhere) return undefined;
  const { name, ownerRef: other } = called.document;
  return other === ownerRef
    ? undefined
    : `“${name}” belongs to ${other}, and this play to ${ownerRef}; only one that an admin has approved may call plays of other teams`;
};

/** A play that is called may never do more than the one that calls it. */
const authorityOf = (run: RunRecord, called: PlayVersionRecord): Authority =>
  run.authority.kind === 'person'
    ? run.authority
    : {
        kind: 'play',
        approvedBy: called.approvedBy ?? run.authority.approvedBy,
        everywhere: run.authority.everywhere && called.everywhere,
      };
