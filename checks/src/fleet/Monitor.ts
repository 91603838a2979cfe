import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventAnswer, MonitorEvent } from './PortalApi';
import { Replica } from './Replica';

/** How long a monitor waits before it tries again when it is not told, in ms. */
const pause = 250;
/** It never waits longer than this, in ms, whatever it is told: checks are in a hurry. */
const longestPause = 1000;
/** No fault lasts this long, in ms: whoever is not told 202 by then never will be. */
const patience = 60_000;

/** An event that a portal has answered with 202. */
export interface AcceptedEvent {
  /** Is in its details, so that it is found in what the portal has stored. */
  readonly nonce: string;
  readonly dedupKey: string;
  readonly action: MonitorEvent['event_action'];
}

/** A monitor as it should be: it sends to any replica, and again until it is told 202. */
export class Monitor {
  /** What it was told 202 for. */
  readonly accepted: AcceptedEvent[] = [];
  /** How often it was told what; 0 is no answer at all. */
  readonly answers = new Map<number, number>();
  /** Answers that no sender can act on: 500 for instance, or 503 that does not say when to come back. */
  readonly useless: EventAnswer[] = [];
  readonly #replicas: readonly Replica[];
  readonly #key: string;
  #turn = 0;

  constructor(replicas: readonly Replica[], key: string) {
    this.#replicas = replicas;
    this.#key = key;
  }

  /**
   * Reports trouble until it is accepted.
   *
   * @returns when that was, by `performance.now()`
   */
  trigger(dedupKey: string, summary = `Trouble ${dedupKey}`): Promise<number> {
    return this.#sendUntilAccepted('trigger', dedupKey, summary);
  }

  /** As `trigger`, for the end of the trouble. */
  resolve(dedupKey: string): Promise<number> {
    return this.#sendUntilAccepted('resolve', dedupKey, 'well again');
  }

  /**
   * Sends events at a steady pace, without waiting for one before the next.
   *
   * @param dedupKeyOf - the dedup key of the n-th event, from 0
   */
  async storm(
    count: number,
    perSecond: number,
    dedupKeyOf: (n: number) => string,
  ): Promise<void> {
    const sending: Promise<number>[] = [];
    const start = performance.now();
    for (let n = 0; n < count; n++) {
      const due = start + (n * 1000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      sending.push(this.trigger(dedupKeyOf(n)));
    }
    await Promise.all(sending);
  }

  async #sendUntilAccepted(
    action: MonitorEvent['event_action'],
    dedupKey: string,
    summary: string,
  ): Promise<number> {
    const nonce = randomUUID();
    const event: MonitorEvent = {
      event_action: action,
      dedup_key: dedupKey,
      payload: {
        summary,
        source: 'checks',
        severity: 'critical',
        custom_details: { nonce },
      },
    };
    const deadline = performance.now() + patience;
    for (;;) {
      const answer = await this.#sendOnce(event);
      if (answer?.status === 202) {
        this.accepted.push({ nonce, dedupKey, action });
        return performance.now();
      }
      if (performance.now() > deadline) {
        throw new Error(
          `${action} of ${dedupKey} was not accepted; told ${answer?.status ?? 'nothing'} at last`,
        );
      }
      const told = answer?.retryAfter;
      await sleep(
        told === undefined ? pause : Math.min(told * 1000, longestPause),
      );
    }
  }

  async #sendOnce(event: MonitorEvent): Promise<EventAnswer | undefined> {
    const running = this.#replicas.filter(replica => replica.running);
    const replica = running[this.#turn++ % running.length];
    const answer = await replica?.api
      .send(this.#key, event)
      .catch(() => undefined);
    const status = answer?.status ?? 0;
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    const isRetry = status === 429 || status === 503;
    const isUseful =
      status === 202 || (isRetry && answer?.retryAfter !== undefined);
    if (answer && !isUseful) this.useless.push(answer);
    return answer;
  }
}
