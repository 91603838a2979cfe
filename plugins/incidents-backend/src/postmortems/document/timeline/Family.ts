import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { postmortemName } from '../../model';
import { EntryRecord } from './entryStore';

/** Entries of one postmortem, with which stands for which. */
export class Family {
  readonly #postmortemId: number;
  readonly #byId: ReadonlyMap<string, EntryRecord>;
  readonly #within = new Map<string, EntryRecord[]>();

  /** @param records - oldest first */
  constructor(postmortemId: number, records: readonly EntryRecord[]) {
    this.#postmortemId = postmortemId;
    this.#byId = new Map(records.map(record => [record.id, record]));
    for (const record of records) {
      if (record.mergedInto === null) continue;
      const others = this.#within.get(record.mergedInto);
      if (others) others.push(record);
      else this.#within.set(record.mergedInto, [record]);
    }
  }

  /** Those that nothing else stands for, oldest first. */
  get shown(): EntryRecord[] {
    return [...this.#byId.values()].filter(
      ({ mergedInto }) => mergedInto === null,
    );
  }

  /** What an entry stands for itself. */
  directlyIn({ id }: Pick<EntryRecord, 'id'>): readonly EntryRecord[] {
    return this.#within.get(id) ?? [];
  }

  /** An entry with everything that it stands for, down to the last. */
  of(entry: EntryRecord): EntryRecord[] {
    return [entry, ...this.directlyIn(entry).flatMap(each => this.of(each))];
  }

  /** What an entry stands for in the end, however often it was merged; oldest first. */
  leavesOf(entry: EntryRecord): EntryRecord[] {
    return this.of(entry)
      .filter(one => one !== entry && one.source !== 'merged')
      .sort(
        (a, b) => a.at.getTime() - b.at.getTime() || a.position - b.position,
      );
  }

  /** One that is shown. @throws NotFoundError, or ConflictError while another stands for it */
  standing(id: string): EntryRecord {
    const entry = this.#byId.get(id);
    if (!entry) {
      throw new NotFoundError(
        `${postmortemName(this.#postmortemId)} has no timeline entry ${id}`,
      );
    }
    if (entry.mergedInto !== null) {
      throw new ConflictError(
        `Another entry stands for this one (${entry.mergedInto}); split that first`,
      );
    }
    return entry;
  }

  /**
   * Those to be merged, oldest first.
   *
   * @throws InputError naming each that is not shown in this postmortem, or when they are more than one key moment
   */
  toMerge(ids: readonly string[]): EntryRecord[] {
    const shown = new Map(this.shown.map(entry => [entry.id, entry]));
    const name = postmortemName(this.#postmortemId);
    const faults = ids.flatMap((id, index) =>
      shown.has(id)
        ? []
        : [
            `body.entries.${index} is ${id}, which the timeline of ${name} does not show; look at it again`,
          ],
    );
    const entries = this.shown.filter(({ id }) => ids.includes(id));
    const moments = entries
      .flatMap(entry => this.of(entry))
      .flatMap(({ moment }) => moment ?? []);
    if (moments.length > 1) {
      faults.push(
        `body.entries are the key moments ${moments.join(' and ')}, and one entry can be one only; leave one of them out`,
      );
    }
    if (faults.length === 0 && entries.length < 2) {
      faults.push('body.entries must name at least two different entries');
    }
    if (faults.length > 0) throw new InputError(faults.join('; '));
    return entries;
  }
}
