import { addMinutes, Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { hashOfOnceKey } from '../onceKey';
import { RunRefusals, RunRequest } from '../ports';
import { Endings } from './Endings';

/** Their owner is told of one refusal in so long: a storm is one piece of news. */
const tellMinutes = 60;

/** Keeps runs that could not be begun, so that nothing is left out in silence. */
export class Refusals implements RunRefusals {
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #endings: Endings;

  constructor(options: {
    clock: Clock;
    newId: () => string;
    endings: Endings;
  }) {
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#endings = options.endings;
  }

  async refuse(tx: Tx, request: RunRequest, because: string): Promise<void> {
    const { play, subject, onceKey } = request;
    const { playId, document } = play;
    const at = this.#clock.now();
    const runId = this.#newId();
    const toldLately = await this.#refusedSince(
      tx,
      playId,
      addMinutes(at, -tellMinutes),
    );
    const written = await tx('play_runs')
      .insert({
        id: runId,
        play_id: playId,
        version: play.version,
        play_name: document.name,
        owner_ref: document.ownerRef,
        // Not the key itself: what could not begin now may begin when it is asked for again.
        once_key: onceKey === null ? null : hashOfOnceKey(`refused:${onceKey}`),
        state: 'failed',
        incident_id: subject.incidentId,
        entity_ref: subject.entityRef,
        because: request.because,
        trigger: JSON.stringify(subject.trigger),
        inputs: JSON.stringify(subject.inputs),
        started_by: JSON.stringify(request.startedBy),
        authority: JSON.stringify(request.authority),
        chain: JSON.stringify(request.chain),
        started_at: at,
        deadline_at: at,
        ended_at: at,
        text: because,
      })
      .onConflict(['play_id', 'once_key'])
      .ignore()
      .returning('id');
    if (written.length === 0) return;
    const run = {
      runId,
      playId,
      playName: document.name,
      ownerRef: document.ownerRef,
      state: 'failed' as const,
      text: `It was not begun when ${request.because}: ${because}`,
      incidentId: subject.incidentId,
    };
    await this.#endings.refused(tx, run, !toldLately);
  }

  /** Whether a run of the play was refused since an instant: such a run ends where it began. */
  async #refusedSince(tx: Tx, playId: string, since: Date): Promise<boolean> {
    const row = await tx('play_runs')
      .where({ play_id: playId, state: 'failed' })
      .andWhere('started_at', '>', since)
      .andWhereRaw('deadline_at = started_at')
      .first('id');
    return row !== undefined;
  }
}
