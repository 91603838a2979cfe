import { PolicySnapshot } from '@muster/backstage-plugin-incidents-common';
import { addMinutes, Clock } from '../platform/clock';
import { Tx } from '../platform/database';
import { beginning } from './moves';
import { moveEscalation } from './store';
import { Wakeups } from './Wakeups';

/** Sets a running escalation's next step. */
export class Course {
  readonly #options: { readonly clock: Clock; readonly wakeups: Wakeups };

  constructor(options: { readonly clock: Clock; readonly wakeups: Wakeups }) {
    this.#options = options;
  }

  /** The first step is due now. */
  async beginAnew(
    tx: Tx,
    incidentId: number,
    policy?: PolicySnapshot,
  ): Promise<void> {
    const dueAt = this.#options.clock.now();
    await moveEscalation(tx, incidentId, {
      ...beginning,
      ...(policy && { policy }),
      state: 'running',
      dueAt,
      askedAt: null,
      unansweredSince: null,
    });
    await this.#options.wakeups.at(tx, incidentId, dueAt);
  }

  /** The next step is due after so many minutes; `forced`: whatever it would wait for. */
  async goOn(
    tx: Tx,
    incidentId: number,
    { minutes, forced = false }: { minutes: number; forced?: boolean },
  ): Promise<void> {
    const dueAt = addMinutes(this.#options.clock.now(), minutes);
    await moveEscalation(tx, incidentId, {
      state: 'running',
      dueAt,
      forced,
      askedAt: null,
      unansweredSince: null,
    });
    await this.#options.wakeups.at(tx, incidentId, dueAt);
  }
}
