import { Trigger } from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord, Incidents } from '../../incidents/service';
import { addMinutes, addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Job, Waking, WorkQueue } from '../../work/service';
import { triggerInWords } from '../startsWhen';
import { EnabledPlay, PlaysAhead, PlayShelf } from '../ports';
import { Occasion, Occasions } from './Occasions';
import {
  deleteTimer,
  everyIncident,
  findTimer,
  setTimer,
  Timer,
  timersDue,
  timersOf,
} from './timerStore';

const timerKind = 'plays.timer';
const lateSeconds = 2;
const sweepLimit = 200;

/** A trigger with a time of its own. */
type TimedTrigger = Extract<Trigger, { afterMinutes: number }>;

const isTimed = (trigger: Trigger): trigger is TimedTrigger =>
  trigger.event === 'page.unanswered' || trigger.event === 'incident.quiet';

/** Waits, for each play and incident, until nobody has answered or done anything for so long. */
export class Timers implements PlaysAhead {
  readonly #options: TimersOptions;

  constructor(options: TimersOptions) {
    this.#options = options;
    options.work.handle(timerKind, data =>
      this.#ring({
        playId: String(data.playId),
        incidentId: Number(data.incidentId),
        trigger: Number(data.trigger),
      }),
    );
    options.work.sweep('plays-timers', waking => this.#sweep(waking));
  }

  /**
   * Sets the timers of a play for an incident, from an instant on.
   *
   * @param which - those of these triggers only
   */
  async arm(
    play: EnabledPlay,
    incidentId: number,
    from: Date,
    which: readonly TimedTrigger['event'][],
  ): Promise<void> {
    const timers = play.document.on.flatMap((trigger, index) =>
      isTimed(trigger) && which.includes(trigger.event)
        ? [
            {
              playId: play.playId,
              incidentId,
              trigger: index,
              dueAt: addMinutes(from, trigger.afterMinutes),
            },
          ]
        : [],
    );
    if (timers.length === 0) return;
    await this.#options.database.transaction(async tx => {
      for (const timer of timers) await this.set(tx, timer);
    });
  }

  /** Sets one timer and its wake-up, with `tx`. */
  async set(tx: Tx, timer: Timer): Promise<void> {
    await setTimer(tx, timer);
    await this.#wake(tx, timer, timer.dueAt);
  }

  async of(incidentId: number): ReturnType<PlaysAhead['of']> {
    const { database, shelf } = this.#options;
    const [timers, plays] = await Promise.all([
      timersOf(database.knex, incidentId),
      shelf.enabled(),
    ]);
    return timers.flatMap(({ playId, trigger, dueAt }) => {
      const play = plays.find(one => one.playId === playId);
      const timed = play?.document.on[trigger];
      if (!play || !timed) return [];
      return [
        {
          play: { id: playId, name: play.document.name },
          text: `when ${triggerInWords(timed)}`,
          at: dueAt,
        },
      ];
    });
  }

  async #ring(key: Omit<Timer, 'dueAt'>): Promise<void> {
    const { database, clock, shelf, onEnabled } = this.#options;
    const timer = await findTimer(database.knex, key);
    if (!timer) return;
    const now = clock.now();
    if (timer.dueAt > now) {
      await database.transaction(tx => this.#wake(tx, timer, timer.dueAt));
      return;
    }
    // It waits; the sweep rings again when automation goes on.
    if ((await shelf.paused()) !== null) return;
    // It rings once: by what another replica knew a second ago it would be lost.
    const play = await shelf.enabledNow(timer.playId);
    if (play && timer.incidentId === everyIncident) await onEnabled(play);
    else if (play) {
      const again = await this.#look(play, timer, now);
      if (again) {
        await database.transaction(tx =>
          this.set(tx, { ...timer, dueAt: again }),
        );
        return;
      }
    }
    await database.transaction(tx => deleteTimer(tx, timer));
  }

  /** Starts the play if what it waits for is so; when to look again, if it is not so yet. */
  async #look(
    play: EnabledPlay,
    { incidentId, trigger: index }: Timer,
    now: Date,
  ): Promise<Date | undefined> {
    const { database, incidents } = this.#options;
    const trigger = play.document.on[index];
    const incident = await incidents.find(incidentId);
    if (!trigger || !isTimed(trigger) || !incident) return undefined;
    const activity = await database.transaction(tx =>
      incidents.lastActivityAt(tx, incidentId),
    );
    const decision = timeIsUp(trigger, incident, activity, now);
    if (decision !== true) return decision || undefined;
    await this.#options.occasions.consider(
      occasionOf(play, trigger, incident, {
        at: now,
        name: incidents.nameOf(incidentId),
      }),
    );
    // `onceFor` may have it start again after the next silence.
    return play.document.onceFor !== null && trigger.event === 'incident.quiet'
      ? addMinutes(now, trigger.afterMinutes)
      : undefined;
  }

  async #sweep(waking: Waking): Promise<number> {
    const { database, clock, shelf } = this.#options;
    if ((await shelf.paused()) !== null) return 0;
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await timersDue(database.knex, before, sweepLimit);
    if (late.length === 0) return 0;
    await database.transaction(async tx => {
      for (const timer of late) await waking.enqueue(tx, jobOf(timer));
    });
    return late.length;
  }

  #wake(tx: Tx, timer: Timer, runAt: Date): Promise<void> {
    return this.#options.work.enqueue(tx, { ...jobOf(timer), runAt });
  }
}

const jobOf = ({ playId, incidentId, trigger }: Timer): Job => ({
  kind: timerKind,
  key: `plays:timer:${playId}:${incidentId}:${trigger}`,
  data: { playId, incidentId, trigger },
});

/** What decides whether a timer starts its play. */
type WatchedIncident = Pick<
  IncidentRecord,
  'id' | 'entity' | 'status' | 'openedAt'
>;

/** What timers need. */
export interface TimersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly shelf: PlayShelf;
  readonly incidents: Pick<Incidents, 'lastActivityAt' | 'nameOf'> & {
    find(id: number): Promise<WatchedIncident | undefined>;
  };
  readonly occasions: Occasions;
  /** A play was enabled: it looks at what is open already. */
  readonly onEnabled: (play: EnabledPlay) => Promise<void>;
}

/** Whether what a trigger waits for is so; when it will be at the earliest; false when it cannot be any more. */
export function timeIsUp(
  trigger: TimedTrigger,
  incident: Pick<IncidentRecord, 'status' | 'openedAt'>,
  /** When people last did something. */
  activity: Date | undefined,
  now: Date,
): boolean | Date {
  if (trigger.event === 'page.unanswered') {
    return incident.status === 'triggered';
  }
  if (incident.status === 'resolved') return false;
  const due = addMinutes(activity ?? incident.openedAt, trigger.afterMinutes);
  return due <= now ? true : due;
}

function occasionOf(
  play: EnabledPlay,
  trigger: TimedTrigger,
  { id, entity }: WatchedIncident,
  { at, name }: { at: Date; name: string },
): Occasion {
  const words = triggerInWords(trigger);
  return {
    play,
    happening: {
      event: trigger.event,
      at,
      text: words,
      data: { afterMinutes: trigger.afterMinutes },
    },
    incidentId: id,
    entityRef: entity.ref,
    because: `${name}: ${words}`,
    startedBy: { kind: 'system', ref: null, name: 'Muster' },
    onceKey: `incident:${id}`,
    chain: [],
  };
}
