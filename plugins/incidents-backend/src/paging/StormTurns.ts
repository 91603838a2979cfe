import { Severity } from '@muster/backstage-plugin-incidents-common';
import { Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { Pace, recentOnly, turnInStorm } from './bundles';
import { lockPaces, paceIdOf, savePaces } from './paceStore';
import { DeliveryRecord, DeliveryRow, PageRecord } from './rows';
import { enqueueDelivery } from './wakeups';

/** What becomes of a delivery whose sender asks: it goes, it stays as it is, or it changes and does not go. */
export type Verdict = 'goes' | 'stays' | Partial<DeliveryRow>;

/** A delivery that has not been tried and waits in no bundle. */
export interface Candidate {
  readonly delivery: DeliveryRecord;
  readonly page: PageRecord;
  readonly severity: Severity;
}

/** Decides which pages go by themselves, and which wait for the summary of a storm (domain.md, “Storms”). */
export class StormTurns {
  readonly #work: WorkQueue;
  readonly #singlesPerMinute: number | undefined;

  constructor(options: {
    readonly work: WorkQueue;
    /** From which page of a minute on pages are bundled, per person and method. Default 5. */
    readonly singlePagesPerMinute?: number;
  }) {
    this.#work = options.work;
    this.#singlesPerMinute = options.singlePagesPerMinute;
  }

  /** By delivery; each pace is locked until `tx` ends. Those that are due first go first. */
  async decide(
    tx: Tx,
    candidates: readonly Candidate[],
    now: Date,
  ): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    if (candidates.length === 0) return verdicts;
    const paces = new Map(await lockPaces(tx, candidates.map(paceOf), now));
    const changed = new Map<string, Pace>();
    const inTurn = [...candidates].sort(
      (a, b) => +a.delivery.dueAt - +b.delivery.dueAt,
    );
    for (const candidate of inTurn) {
      const { delivery } = candidate;
      const id = paceOf(candidate);
      const pace = paces.get(id) ?? { recent: [], bundle: null };
      const { verdict, after } = await this.#decideOne(
        tx,
        candidate,
        { id, pace },
        now,
      );
      verdicts.set(delivery.id, verdict);
      if (after) {
        paces.set(id, after);
        changed.set(id, after);
      }
    }
    await savePaces(tx, changed, now);
    return verdicts;
  }

  async #decideOne(
    tx: Tx,
    { delivery, severity }: Candidate,
    { id, pace }: { readonly id: string; readonly pace: Pace },
    now: Date,
  ): Promise<{ verdict: Verdict; after?: Pace }> {
    const { incidentId, dueAt } = delivery;
    const about = { incidentId, severity, dueAt };
    const decided = turnInStorm(id, pace, about, now, this.#singlesPerMinute);
    if (decided.turn === 'credit') {
      return {
        verdict: {
          state: 'cancelled',
          credited_to: decided.to,
          reason: 'another page of this incident went there within the minute',
        },
      };
    }
    if (decided.turn === 'bundle') {
      const bundle = { id: decided.id, dueAt: decided.dueAt };
      const verdict = { bundle_id: bundle.id, due_at: bundle.dueAt };
      if (pace.bundle?.id === bundle.id) return { verdict };
      await enqueueDelivery(
        this.#work,
        tx,
        { ...delivery, bundleId: bundle.id },
        { runAt: bundle.dueAt },
      );
      return { verdict, after: { ...pace, bundle } };
    }
    const sent = {
      deliveryId: delivery.id,
      incidentIds: [incidentId],
      dueAt: dueAt.getTime(),
      at: now.getTime(),
    };
    const recent = [...recentOnly(pace.recent, now), sent];
    return { verdict: 'goes', after: { ...pace, recent } };
  }
}

const paceOf = ({ delivery, page }: Candidate): string =>
  paceIdOf(page.person.ref, delivery.methodId ?? delivery.channel);
