import {
  TimelineEntry,
  Trigger,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentSubscriber } from '../../incidents/ports';
import { IncidentRecord, Incidents } from '../../incidents/service';
import { Database, Queryable } from '../../platform/database';
import { hashOfOnceKey } from '../onceKey';
import { EnabledPlay, PlayHappening, PlayShelf, RunFollower } from '../ports';
import { chainOf } from './chains';
import { answers, happeningsOfEntry } from './happenings';
import { Occasions, Outcome } from './Occasions';
import { Reach } from './Reach';
import { Timers } from './Timers';
import { deleteTimers } from './timerStore';

/** What happened, and the entry that tells of it. */
interface Told {
  readonly happening: PlayHappening;
  readonly entry: TimelineEntry;
}

/** Follows incidents: starts plays at what happens to them, sets their timers, and tells the runs that wait. */
export class IncidentTriggers implements IncidentSubscriber {
  readonly name = 'plays';
  readonly #options: IncidentTriggersOptions;

  constructor(options: IncidentTriggersOptions) {
    this.#options = options;
  }

  async changed({
    incidentId,
    fromSeq,
    toSeq,
  }: Parameters<IncidentSubscriber['changed']>[0]): Promise<void> {
    const { incidents, shelf, follower } = this.#options;
    const entries = await incidents.entries(incidentId, fromSeq, toSeq);
    const told = entries.flatMap(entry =>
      happeningsOfEntry(entry).map(happening => ({ happening, entry })),
    );
    if (told.length === 0) return;
    const plays = (await shelf.enabled()).filter(({ document }) =>
      document.on.some(
        trigger =>
          isTimed(trigger) || told.some(one => answers(trigger, one.happening)),
      ),
    );
    if (plays.length > 0) await this.#look(plays, incidentId, told);
    if (told.some(({ happening }) => happening.event === 'incident.resolved')) {
      await this.#options.database.transaction(tx =>
        deleteTimers(tx, { incidentId }),
      );
    }
    await follower.happened(
      incidentId,
      told.map(({ happening }) => happening),
    );
  }

  /**
   * A play that was just enabled, perhaps in another version or after a pause, looks at what is open already: its timers are set
   * for all that concerns it, and it starts if it is to start for what was open.
   */
  async enabled(play: EnabledPlay): Promise<void> {
    const { incidents, timers } = this.#options;
    const { on, startsFor } = play.document;
    if (startsFor === 'new' && !on.some(isTimed)) return;
    for (const id of await incidents.openIds()) {
      const incident = await incidents.find(id);
      if (!incident || !(await this.#concerns(play, incident))) continue;
      const { openedAt, status } = incident;
      await timers.arm(play, id, openedAt, ['incident.quiet']);
      if (status === 'triggered') {
        await timers.arm(play, id, openedAt, ['page.unanswered']);
      }
      const happening: PlayHappening = {
        event: 'incident.triggered',
        at: openedAt,
        text: 'It was open when the play was enabled',
        data: {},
      };
      const meets = on.some(trigger => answers(trigger, happening));
      if (startsFor === 'open' && meets) {
        await this.#consider(play, incident, happening, []);
      }
    }
  }

  async #look(
    plays: readonly EnabledPlay[],
    incidentId: number,
    told: readonly Told[],
  ): Promise<void> {
    const { incidents, shelf, database } = this.#options;
    const isPaused = (await shelf.paused()) !== null;
    const incident = await incidents.get(incidentId);
    const started = await startedIn(
      database.knex,
      plays.map(({ playId }) => playId),
      incidentId,
    );
    const chains = new Map<number, readonly string[]>();
    for (const { entry } of told) {
      chains.set(entry.seq, await chainOf(database.knex, entry));
    }
    const faults: unknown[] = [];
    for (const play of plays) {
      try {
        if (!(await this.#concerns(play, incident))) continue;
        await this.#arm(play, incident, told);
        // Its timers run on, since they look again when automation goes on.
        if (isPaused) continue;
        for (const { happening, entry } of told) {
          if (!isMet(play, happening, started)) continue;
          const chain = chains.get(entry.seq) ?? [];
          const { outcome } = await this.#consider(
            play,
            incident,
            happening,
            chain,
          );
          if (outcome.startsWith('started')) started.add(play.playId);
        }
      } catch (error) {
        faults.push(error);
      }
    }
    // The others have had their turn; all are looked at again, and start once.
    if (faults.length > 0) throw faults[0];
  }

  /** Whether the play looks at the incident at all. */
  async #concerns(
    play: EnabledPlay,
    incident: IncidentRecord,
  ): Promise<boolean> {
    const isNew = incident.openedAt >= play.enabledAt;
    if (!isNew && play.document.startsFor === 'new') return false;
    const { reaches } = await this.#options.reach.reaches(
      play,
      incident.entity.ref,
    );
    return reaches;
  }

  async #arm(
    play: EnabledPlay,
    { id, status }: IncidentRecord,
    told: readonly Told[],
  ): Promise<void> {
    const { timers } = this.#options;
    if (status === 'resolved') return;
    const begins = told.find(({ entry }) => entry.kind === 'triggered');
    if (begins) {
      await timers.arm(play, id, begins.happening.at, ['incident.quiet']);
    }
    const pages = told.findLast(({ entry }) => pageAgain.has(entry.kind));
    if (pages && status === 'triggered') {
      await timers.arm(play, id, pages.happening.at, ['page.unanswered']);
    }
  }

  async #consider(
    play: EnabledPlay,
    { id, entity }: IncidentRecord,
    happening: PlayHappening,
    chain: readonly string[],
  ): Promise<Outcome> {
    return this.#options.occasions.consider({
      play,
      happening,
      incidentId: id,
      entityRef: entity.ref,
      because: `${this.#options.incidents.nameOf(id)}: ${happening.text}`,
      startedBy: { kind: 'system', ref: null, name: 'Muster' },
      onceKey: onceIn(id),
      chain,
    });
  }
}

/** Plays start once per incident unless they say otherwise. */
const onceIn = (incidentId: number): string => `incident:${incidentId}`;

/** Of some plays, those that have started in an incident: most of what happens later need not be looked at for them. */
export async function startedIn(
  db: Queryable,
  playIds: readonly string[],
  incidentId: number,
): Promise<Set<string>> {
  const ids: string[] = await db('play_runs')
    .whereIn('play_id', playIds)
    .andWhere({ once_key: hashOfOnceKey(onceIn(incidentId)) })
    .pluck('play_id');
  return new Set(ids);
}

/** Whether a play is to look at a happening: one of its triggers does, it came after it was enabled, and it has not had its turn. */
const isMet = (
  { playId, document, enabledAt }: EnabledPlay,
  happening: PlayHappening,
  started: ReadonlySet<string>,
): boolean =>
  happening.at >= enabledAt &&
  document.on.some(trigger => answers(trigger, happening)) &&
  (document.onceFor !== null || !started.has(playId));

const isTimed = ({ event }: Trigger): boolean =>
  event === 'page.unanswered' || event === 'incident.quiet';

/** After these, people are asked to acknowledge anew. */
const pageAgain: ReadonlySet<string> = new Set([
  'triggered',
  'triggered-again',
  'reassigned',
]);

/** What it needs. */
export interface IncidentTriggersOptions {
  readonly database: Database;
  readonly incidents: Pick<
    Incidents,
    'entries' | 'get' | 'find' | 'openIds' | 'nameOf'
  >;
  readonly shelf: PlayShelf;
  readonly follower: RunFollower;
  readonly occasions: Occasions;
  readonly reach: Reach;
  readonly timers: Timers;
}
