import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  KeyMoment,
  NamedRef,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { Incidents } from '../../../incidents/service';
import { addMinutes, Clock } from '../../../platform/clock';
import { Database, Queryable, Tx } from '../../../platform/database';
import { appendDeeds, Deed } from '../../deeds';
import { mustBeEditable, postmortemName, PostmortemRecord } from '../../model';
import { PostmortemIndex } from '../../ports';
import { lockPostmortem, updatePostmortem } from '../../store';
import { changeOf, commonActor, EntryEdit } from './changeOf';
import { drawTimeline, mostEntries } from './drawn';
import { deedsOfEdit, entryDeeds, momentDeed } from './entryDeeds';
import {
  countEntries,
  EntryRecord,
  readBranch,
  readEntries,
  readMoments,
} from './entryStore';
import {
  clearMoment,
  deleteEntry,
  insertDrawn,
  insertEntry,
  refreshText,
  setMergedInto,
  updateEntries,
} from './entryWriter';
import { shownEntries, shownEntry } from './entryView';
import { Family } from './Family';
import { Recordings } from './Recordings';

/** What curating needs. */
export interface CurationOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly incidents: Pick<Incidents, 'find'>;
  readonly recordings: Recordings;
  readonly index: PostmortemIndex;
}

/** Makes a story of what was recorded. Nothing that was recorded is ever lost by it. */
export class Curation {
  readonly #options: CurationOptions;

  constructor(options: CurationOptions) {
    this.#options = options;
  }

  /** The timeline, oldest first, hidden entries as well. */
  async timeline(id: number): Promise<PostmortemEntry[]> {
    const { knex } = this.#options.database;
    return shownEntries(new Family(id, await readEntries(knex, id)));
  }

  /** Adds what nothing recorded. */
  add(
    id: number,
    entry: { at: string; text: string; moment: KeyMoment | null },
    by: NamedRef,
  ): Promise<PostmortemEntry> {
    return this.#edited(id, by, true, async (tx, did) => {
      if ((await countEntries(tx, id)) >= mostEntries) {
        throw new ConflictError(
          `The timeline of ${postmortemName(id)} has ${mostEntries} entries, which is the most; write it into a section instead`,
        );
      }
      mustBePast(entry.at, this.#options.clock.now());
      if (entry.moment) await clearMoment(tx, id, entry.moment);
      const entryId = this.#options.newId();
      await insertEntry(tx, {
        id: entryId,
        postmortemId: id,
        at: new Date(entry.at),
        text: entry.text,
        source: 'hand',
        type: 'hand',
        actor: { kind: 'person', ...by },
        starred: true,
        hidden: false,
        moment: entry.moment,
        addedBy: by,
      });
      did(entryDeeds.added);
      if (entry.moment) did(momentDeed(entry.moment));
      return shown(tx, id, entryId);
    });
  }

  /**
   * Stars, hides or rewords an entry, or makes it a key moment, which then no other one is.
   *
   * @throws ConflictError when somebody has changed it since `version`, or while another entry stands for it
   */
  edit(
    id: number,
    entryId: string,
    edit: EntryEdit,
    by: NamedRef,
  ): Promise<PostmortemEntry> {
    const isAboutWords = edit.text !== undefined || edit.hidden !== undefined;
    return this.#edited(id, by, isAboutWords, async (tx, did) => {
      const family = await branchOf(tx, id, entryId);
      const entry = family.standing(entryId);
      if (edit.version !== undefined && edit.version !== entry.version) {
        throw new ConflictError(
          `This entry was changed since you looked (version ${entry.version}, you saw ${edit.version}); look at it again, then repeat your change`,
        );
      }
      const change = changeOf(entry, edit);
      if (edit.at) mustBePast(edit.at, this.#options.clock.now());
      if (edit.moment) await clearMoment(tx, id, edit.moment);
      if (edit.moment !== undefined) {
        // It is shown as the moment of those that it stands for.
        const within = family.of(entry).filter(({ moment }) => moment);
        await updateEntries(tx, id, idsOf(within), { moment: null });
      }
      await updateEntries(tx, id, [entryId], change);
      const moments = family.of(entry).map(({ moment }) => moment);
      did(...deedsOfEdit(entry, change, moments));
      return shown(tx, id, entryId);
    });
  }

  /** Has one entry stand for several, merged ones among them. */
  merge(
    id: number,
    entryIds: readonly string[],
    text: string,
    by: NamedRef,
  ): Promise<PostmortemEntry> {
    return this.#edited(id, by, true, async (tx, did) => {
      const family = new Family(id, await readEntries(tx, id));
      const entries = family.toMerge(entryIds);
      const entryId = this.#options.newId();
      await insertEntry(tx, {
        id: entryId,
        postmortemId: id,
        at: entries[0].at,
        text,
        source: 'merged',
        type: 'merged',
        actor: commonActor(entries),
        starred: entries.some(({ starred }) => starred),
        hidden: entries.every(({ hidden }) => hidden),
        moment: null,
        addedBy: null,
      });
      await setMergedInto(tx, id, idsOf(entries), entryId);
      did(entryDeeds.merged);
      return shown(tx, id, entryId);
    });
  }

  /** Removes what was written by hand, or splits what stands for several. */
  remove(id: number, entryId: string, by: NamedRef): Promise<void> {
    return this.#edited(id, by, true, async (tx, did) => {
      const family = await branchOf(tx, id, entryId);
      const entry = family.standing(entryId);
      if (!['hand', 'merged'].includes(entry.source)) {
        throw new ConflictError(
          'This entry was recorded and cannot be removed; hide it instead',
        );
      }
      await setMergedInto(tx, id, idsOf(family.directlyIn(entry)), null);
      await deleteEntry(tx, entryId);
      did(entry.source === 'merged' ? entryDeeds.split : entryDeeds.removed);
    });
  }

  /** Takes in what has been recorded since; what was curated stays so. @returns how many entries came */
  async collect(
    { id, incidentId }: PostmortemRecord,
    by: NamedRef,
  ): Promise<number> {
    const { incidents, recordings, newId } = this.#options;
    const incident =
      incidentId === null ? undefined : await incidents.find(incidentId);
    // An imported one, or one whose incident is gone, has nothing to take in.
    if (!incident) return 0;
    const drawn = drawTimeline(await recordings.of(incident));
    return this.#edited(id, by, true, async (tx, did) => {
      const entries = await readEntries(tx, id);
      const known = new Map(entries.map(entry => [entry.sourceId, entry]));
      const held = new Set(entries.map(({ moment }) => moment));
      const fresh = drawn
        .filter(({ sourceId }) => !known.has(sourceId))
        .slice(0, Math.max(0, mostEntries - entries.length))
        .map(entry => ({
          ...entry,
          moment: held.has(entry.moment) ? null : entry.moment,
        }));
      await insertDrawn(tx, id, fresh, newId);
      // An alert that was sent again says so.
      for (const { sourceId, text } of drawn) {
        const entry = known.get(sourceId);
        if (entry && (entry.original ?? entry.text) !== text) {
          await refreshText(tx, entry, text);
        }
      }
      if (fresh.length > 0) did(entryDeeds.collected);
      return fresh.length;
    });
  }

  /**
   * Changes the timeline of a postmortem that may be edited; what `change` did is said in its history.
   *
   * @param isAboutWords - whether it is found by other words afterwards
   */
  #edited<T>(
    id: number,
    by: NamedRef,
    isAboutWords: boolean,
    change: (tx: Tx, did: (...deeds: Deed[]) => void) => Promise<T>,
  ): Promise<T> {
    const { database, clock, index } = this.#options;
    return database.transaction(async tx => {
      const record = await lockPostmortem(tx, id);
      mustBeEditable(record);
      const deeds: Deed[] = [];
      const answer = await change(tx, (...more) => deeds.push(...more));
      const at = clock.now();
      const actor: Actor = { kind: 'person', ...by };
      await appendDeeds(tx, id, 'the timeline', deeds, { at, actor });
      await updatePostmortem(
        tx,
        record,
        {
          updatedAt: at,
          ...spanOf(record, await readMoments(tx, id)),
        },
        false,
      );
      if (isAboutWords) await index.changed(tx, id);
      return answer;
    });
  }
}

/** From when to when it was, by its key moments where they say so; as it is while they contradict each other. */
function spanOf(
  { occurredAt, endedAt }: Pick<PostmortemRecord, 'occurredAt' | 'endedAt'>,
  moments: ReadonlyMap<KeyMoment, Date>,
): Pick<PostmortemRecord, 'occurredAt' | 'endedAt'> {
  const from = moments.get('started') ?? occurredAt;
  const to = moments.get('resolved') ?? endedAt;
  return to !== null && from > to
    ? { occurredAt, endedAt }
    : { occurredAt: from, endedAt: to };
}

/** Clocks of browsers are not quite ours. */
const mayBeAheadMinutes = 5;

/** @throws InputError for a time that has not come, which is a slip of the pen */
function mustBePast(at: string, now: Date): void {
  if (new Date(at) > addMinutes(now, mayBeAheadMinutes)) {
    throw new InputError(
      `body.at is ${at}, which has not come yet; say when it happened`,
    );
  }
}

const branchOf = async (
  db: Queryable,
  id: number,
  entryId: string,
): Promise<Family> => new Family(id, await readBranch(db, id, entryId));

const idsOf = (entries: readonly EntryRecord[]): string[] =>
  entries.map(({ id }) => id);

async function shown(
  tx: Tx,
  id: number,
  entryId: string,
): Promise<PostmortemEntry> {
  const family = await branchOf(tx, id, entryId);
  return shownEntry(family.standing(entryId), family);
}
