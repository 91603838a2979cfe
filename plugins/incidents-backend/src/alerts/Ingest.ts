import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { AlertWriter } from './AlertWriter';
import {
  accepted,
  acceptedChange,
  IngestAnswer,
  refused,
  throttled,
} from './answers';
import { ChangeWriter } from './ChangeWriter';
import { FollowUpEvent, NewChange, TriggerEvent } from './eventsV2';
import { FollowUpWriter } from './FollowUpWriter';
import { IngestDraft, IngestLog } from './IngestLog';
import { findByKeyHashes, IntegrationRecord } from './integrationStore';
import { KeyedGate } from './KeyedGate';
import { Load } from '../platform/ProcessLoad';
import { RateLimit, Taken } from '../platform/rateLimit';
import { IngestRequest, readRequest, Received } from './readRequest';
import { hashOfKey } from './routingKey';

/** Events of one integration that are worked on side by side; leaves connections to the others. */
const sideBySide = 5;
/**
 * Under load, requests are taken up together: what they ask and store from then on is shared, so that a fifth of a second
 * spent here is won back many times.
 */
const gather = { ms: 200, enough: 16 };
/** Log entries a minute for what is above a limit, so that a flood does not fill the disk. */
const overLimitEntries = 60;

/** Takes requests of monitors: reads them, finds the integration, keeps to the limits, and answers. */
export class Ingest {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #alerts: AlertWriter;
  readonly #followUps: FollowUpWriter;
  readonly #changes: ChangeWriter;
  readonly #log: IngestLog;
  readonly #limit: RateLimit;
  readonly #unknownLimit: RateLimit;
  readonly #overLimitLog = new RateLimit(overLimitEntries);
  /** Looks up keys; in a storm, many in one query. */
  readonly #byKeyHash: Batcher<string, IntegrationRecord | undefined>;
  readonly #gate = new KeyedGate(sideBySide);
  /** Triggers that are being stored, by integration and dedup key; the newest of each. */
  readonly #storing = new Map<string, Promise<unknown>>();

  constructor(options: {
    database: Database;
    clock: Clock;
    alerts: AlertWriter;
    followUps: FollowUpWriter;
    changes: ChangeWriter;
    log: IngestLog;
    load: Load;
    eventsPerMinutePerKey: number;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#alerts = options.alerts;
    this.#followUps = options.followUps;
    this.#changes = options.changes;
    this.#log = options.log;
    this.#limit = new RateLimit(options.eventsPerMinutePerKey);
    this.#byKeyHash = new Batcher(
      hashes => findByKeyHashes(this.#database.knex, hashes),
      {
        width: 2,
        most: 100,
        gather: {
          forMs: () => (options.load.isHigh() ? gather.ms : 0),
          enough: gather.enough,
        },
      },
    );
    this.#unknownLimit = new RateLimit(options.eventsPerMinutePerKey);
  }

  /** Answers when everything is committed. */
  async take(request: IngestRequest): Promise<IngestAnswer> {
    const received = readRequest(request);
    const { key } = received;
    const integration =
      key === undefined ? undefined : await this.#byKeyHash.run(hashOfKey(key));
    return integration
      ? this.#gate.run(integration.id, () =>
          this.#takeKnown(integration, received),
        )
      : this.#takeUnknown(received);
  }

  async #takeUnknown(received: Received): Promise<IngestAnswer> {
    const { key, reading, refusal } = received;
    const errors = [
      ...(key === undefined ? [] : ['Invalid routing key']),
      ...reading.errors,
    ];
    if (this.#unknownLimit.take('', this.#clock.now()).allowed) {
      await this.#log.writeUnknown({
        ...rejection(received, errors),
        reason:
          key === undefined
            ? 'The request has no usable key'
            : 'Nobody has this key',
      });
    }
    return refused(refusal, errors);
  }

  async #takeKnown(
    integration: IntegrationRecord,
    received: Received,
  ): Promise<IngestAnswer> {
    const { reading, refusal } = received;
    const taken = this.#limit.take(integration.id, this.#clock.now());
    const { event } = reading;
    // A refusal, since a monitor that is told 202 would never find out that nobody is paged any more.
    const errors =
      integration.status === 'revoked'
        ? ['Invalid routing key: this integration is switched off']
        : reading.errors;
    if (errors.length > 0 || !event) {
      await this.#logWithin(taken, integration, {
        ...rejection(received, errors),
        reason:
          integration.status === 'revoked'
            ? 'The integration is switched off'
            : null,
      });
      return refused(refusal, errors);
    }
    return taken.allowed
      ? this.#write(integration, received, event)
      : this.#takeOverLimit(integration, received, event, taken);
  }

  async #write(
    integration: IntegrationRecord,
    { base }: Received,
    event: TriggerEvent | FollowUpEvent | NewChange,
  ): Promise<IngestAnswer> {
    if (!('action' in event)) {
      await this.#changes.write(integration, event, base);
      return acceptedChange();
    }
    if (event.action === 'trigger') {
      const storing = this.#alerts.trigger(integration, event, base);
      const stored = await this.#remember(integration, event, storing);
      return accepted(stored.dedupKey, stored.outcome);
    }
    const outcome = await this.#followUps.write(integration, event, base);
    return accepted(event.dedupKey, outcome);
  }

  /** Above the limit only what concerns an open alert still counts: nothing new begins. */
  async #takeOverLimit(
    integration: IntegrationRecord,
    received: Received,
    event: TriggerEvent | FollowUpEvent | NewChange,
    taken: Taken,
  ): Promise<IngestAnswer> {
    const { base } = received;
    if (!('action' in event))
      return this.#refuseForNow(integration, received, taken);
    const known = event.dedupKey;
    if (known !== null && event.action === 'trigger') {
      // Of many at once with a new key, the first is just becoming the alert that the others repeat.
      await this.#storing.get(nameOf(integration, known))?.catch(() => {});
      const folded = await this.#alerts.fold(
        integration,
        known,
        event.severity,
      );
      if (folded) {
        await this.#logWithin(taken, integration, {
          ...base,
          outcome: 'appended',
          dedupKey: known,
          reason: 'Above the limit of events a minute: counted, nothing else',
          incidentId: folded.incidentId,
          errors: [],
        });
        return accepted(known, 'appended');
      }
    }
    // What raises or resolves an open alert happens a few times at most; acknowledging may be repeated.
    const counts =
      known !== null &&
      (await this.#alerts.isOpen(integration, known)) &&
      (event.action !== 'acknowledge' || this.#mayLog(integration));
    return counts
      ? this.#write(integration, received, event)
      : this.#refuseForNow(integration, received, taken);
  }

  async #refuseForNow(
    integration: IntegrationRecord,
    received: Received,
    taken: Taken,
  ): Promise<IngestAnswer> {
    const errors = ['Too many events a minute with this routing key'];
    await this.#logWithin(taken, integration, {
      ...rejection(received, errors),
      outcome: 'throttled',
      reason:
        'Above the limit of events a minute; the sender was told to retry',
    });
    return throttled(errors, taken.retryAfterSeconds);
  }

  /** Makes a trigger known to others of its key while it is stored. */
  async #remember<T>(
    integration: IntegrationRecord,
    { dedupKey }: TriggerEvent,
    storing: Promise<T>,
  ): Promise<T> {
    if (dedupKey === null) return storing;
    const name = nameOf(integration, dedupKey);
    this.#storing.set(name, storing);
    try {
      return await storing;
    } finally {
      if (this.#storing.get(name) === storing) this.#storing.delete(name);
    }
  }

  /** Logs; above the limit of events only a few entries a minute. */
  async #logWithin(
    taken: Taken,
    integration: IntegrationRecord,
    draft: IngestDraft,
  ): Promise<void> {
    if (taken.allowed || this.#mayLog(integration)) {
      await this.#log.write(this.#database.knex, integration.id, draft);
    }
  }

  #mayLog({ id }: IntegrationRecord): boolean {
    return this.#overLimitLog.take(id, this.#clock.now()).allowed;
  }
}

function rejection(
  { base, reading }: Received,
  errors: string[],
): Omit<IngestDraft, 'reason'> {
  return {
    ...base,
    outcome: 'rejected',
    dedupKey: reading.dedupKey,
    incidentId: null,
    errors,
  };
}

function nameOf({ id }: IntegrationRecord, dedupKey: string): string {
  return `${id} ${dedupKey}`;
}
