import {
  ChangeEvent,
  Trigger,
} from '@muster/backstage-plugin-incidents-common';
import { Alerts, FollowChanges } from '../../alerts/service';
import { Directory, findDependants } from '../../directory/service';
import { Database, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { EnabledPlay, PlayShelf } from '../ports';
import { chainOfRun } from './chains';
import { Occasions } from './Occasions';
import { Reach } from './Reach';

const changeKind = 'plays.change';
/** How far a change is felt, and by how many at most. */
const depth = 5;
const most = 200;

/** Starts plays at changes of entities, and of what entities depend on: once per play and change. */
export class ChangeTriggers implements FollowChanges {
  readonly #options: ChangeTriggersOptions;

  constructor(options: ChangeTriggersOptions) {
    this.#options = options;
    options.work.handle(changeKind, data =>
      this.#changed(String(data.changeId)),
    );
  }

  changed(tx: Tx, changeId: string): Promise<void> {
    return this.#options.work.enqueue(tx, {
      kind: changeKind,
      key: `plays:change:${changeId}`,
      data: { changeId },
      isNewKey: true,
    });
  }

  async #changed(changeId: string): Promise<void> {
    const { database, shelf, alerts } = this.#options;
    const plays = (await shelf.enabled()).filter(({ document }) =>
      document.on.some(isChange),
    );
    if (plays.length === 0 || (await shelf.paused()) !== null) return;
    const change = await alerts.change(changeId);
    if (!change) return;
    const chain = await chainOfRun(database.knex, runIn(change.details));
    const faults: unknown[] = [];
    for (const play of plays) {
      try {
        await this.#consider(play, change, chain);
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
  }

  async #consider(
    play: EnabledPlay,
    change: ChangeEvent,
    chain: readonly string[],
  ): Promise<void> {
    const affected = await this.#affected(play, change.entity.ref);
    if (affected.length === 0) return;
    await this.#options.occasions.consider({
      play,
      happening: {
        event: 'change',
        at: new Date(change.at),
        text: change.summary,
        data: {
          change: { ...change, entity: change.entity.ref },
          affected,
        },
      },
      incidentId: null,
      entityRef: affected[0],
      because: `${change.entity.name} was changed: ${change.summary}`,
      startedBy: { kind: 'system', ref: null, name: 'Muster' },
      onceKey: `change:${change.id}`,
      chain,
    });
  }

  /** The entities that the play looks at and the change concerns: the changed one itself, or what depends on it. */
  async #affected(
    play: EnabledPlay,
    changedRef: string,
  ): Promise<readonly string[]> {
    const { directory, reach } = this.#options;
    const triggers = play.document.on.filter(isChange);
    const candidates = new Set<string>();
    if (triggers.some(({ on }) => on === 'entity')) candidates.add(changedRef);
    if (triggers.some(({ on }) => on === 'dependencies')) {
      const dependants = await findDependants(
        directory,
        changedRef,
        depth,
        most,
      );
      for (const { ref } of dependants) candidates.add(ref);
    }
    const affected: string[] = [];
    for (const ref of candidates) {
      const { reaches } = await reach.reaches(play, ref);
      if (reaches) affected.push(ref);
    }
    return affected;
  }
}

const isChange = (
  trigger: Trigger,
): trigger is Extract<Trigger, { event: 'change' }> =>
  trigger.event === 'change';

/** The run whose request made the change, when whoever tells of it says so in `custom_details.muster_run`. */
const runIn = (details: unknown): unknown =>
  typeof details === 'object' && details !== null && 'muster_run' in details
    ? details.muster_run
    : undefined;

/** What it needs. */
export interface ChangeTriggersOptions {
  readonly database: Database;
  readonly work: WorkQueue;
  readonly shelf: PlayShelf;
  readonly alerts: Pick<Alerts, 'change'>;
  readonly directory: Directory;
  readonly reach: Reach;
  readonly occasions: Occasions;
}
