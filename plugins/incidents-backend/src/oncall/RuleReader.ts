import {
  alwaysInForce,
  NamedRef,
  nameOf,
  OverrideInput,
  ScheduleInput,
  ScheduleRules,
  Slot,
  TemporaryInput,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { isoOrNull, Queryable } from '../platform/database';
import {
  AnyChange,
  changesBetween,
  StoredChange,
  StoredSchedule,
  StoredVersion,
  versionsFrom,
} from './store';

/** A schedule and all that decides who is on call by it from an instant on. */
export interface KnownSchedule {
  readonly schedule: StoredSchedule;
  /** As people wrote it: groups as groups, and those who have left still in it. */
  readonly written: ScheduleRules;
  /** As it counts: groups resolved to their people, without those who have left the catalog. */
  readonly rules: ScheduleRules;
  /** Overrides, temporary schedules and shadows that touch the range, by start. */
  readonly changes: readonly AnyChange[];
}

/** People behind refs, as the directory knows them. */
export type PeopleBehind = ReadonlyMap<string, readonly string[]>;

/**
 * Reads schedules with their versions and changes, and resolves their participants: a fixed number of
 * queries, however many schedules they are.
 */
export class RuleReader {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /**
   * What decides who is on call between two instants, by id of the schedule.
   *
   * @param db - the pool, or a transaction that holds the schedules
   */
  async read(
    db: Queryable,
    schedules: readonly StoredSchedule[],
    from: Date,
    to: Date,
  ): Promise<ReadonlyMap<string, KnownSchedule>> {
    const ids = schedules.map(({ id }) => id);
    const versions = await versionsFrom(db, schedules, from);
    const changes = await changesBetween(db, ids, from, to);
    const changesOf = new Map<string, AnyChange[]>(ids.map(id => [id, []]));
    for (const change of changes) {
      changesOf.get(change.scheduleId)?.push(change);
    }
    const written = schedules.map(schedule => {
      const own = changesOf.get(schedule.id) ?? [];
      const saved = versions.get(schedule.id) ?? [];
      return {
        schedule,
        changes: own,
        written: rulesOf(saved, own, schedule.archivedAt),
      };
    });
    const people = await this.#directory.peopleBehind(
      [...new Set(written.flatMap(one => refsOf(one.written)))],
      db,
    );
    return new Map(
      written.map(one => [
        one.schedule.id,
        { ...one, rules: resolved(one.written, people) },
      ]),
    );
  }

  /** A schedule that nobody has saved, always in force, with the changes of the one that it would replace. */
  async unsaved(
    content: ScheduleInput,
    replaced: KnownSchedule | undefined,
    now: Date,
  ): Promise<KnownSchedule> {
    const written = alwaysInForce(content, replaced?.written);
    const people = await this.#directory.peopleBehind(refsOf(written));
    return {
      schedule: {
        id: replaced?.schedule.id ?? 'unsaved',
        version: 0,
        updatedAt: now,
        updatedBy: { ref: content.ownerRef, name: content.ownerRef },
        archivedAt: null,
        content,
      },
      changes: replaced?.changes ?? [],
      written,
      rules: resolved(written, people),
    };
  }

  /** How everybody of some schedules is called. */
  async names(
    known: Iterable<KnownSchedule>,
    db?: Queryable,
  ): Promise<(ref: string) => NamedRef> {
    const refs = new Set([...known].flatMap(everybodyIn));
    const named = await this.#directory.named([...refs], db);
    const byRef = new Map(named.map(one => [one.ref, one]));
    return ref => byRef.get(ref) ?? { ref, name: nameOf(ref) };
  }
}

const isKind =
  <K extends AnyChange['kind']>(kind: K) =>
  (change: AnyChange): change is Extract<AnyChange, StoredChange<K>> =>
    change.kind === kind;

export const isOverride = isKind('override');
export const isTemporary = isKind('temporary');
export const isShadow = isKind('shadow');

function rulesOf(
  versions: readonly StoredVersion[],
  changes: readonly AnyChange[],
  archivedAt: Date | null,
): ScheduleRules {
  return {
    versions: versions.map(({ version, effectiveFrom, content }) => ({
      version,
      effectiveFrom: isoOrNull(effectiveFrom),
      content,
    })),
    overrides: changes.filter(isOverride).map(({ content }) => content),
    temporary: changes.filter(isTemporary).map(({ content }) => content),
    archivedAt: isoOrNull(archivedAt),
  };
}

const slotRefs = (slot: Slot): readonly string[] =>
  typeof slot === 'string' ? [slot] : slot;

/** Everybody whom a schedule's rotations name: people and groups, each once. */
export const participantsOf = ({
  layers,
}: Pick<ScheduleInput, 'layers'>): string[] => [
  ...new Set(
    layers.flatMap(({ rotation }) => rotation.participants.flatMap(slotRefs)),
  ),
];

const personOfOverride = (override: OverrideInput): string[] =>
  override.kind === 'remove' ? [] : [override.personRef];

function refsOf({ versions, overrides, temporary }: ScheduleRules): string[] {
  return [
    ...versions.flatMap(({ content }) => participantsOf(content)),
    ...overrides.flatMap(personOfOverride),
    ...temporary.flatMap(({ shifts }) => shifts.map(shift => shift.personRef)),
  ];
}

/** Everybody who can be shown of a schedule: people, groups and owners, each once. */
const everybodyIn = ({
  schedule,
  written,
  rules,
  changes,
}: KnownSchedule): string[] => [
  ...new Set([
    schedule.content.ownerRef,
    ...refsOf(written),
    ...refsOf(rules),
    ...written.overrides.flatMap(override =>
      override.kind === 'add' || override.replacesRef === null
        ? []
        : [override.replacesRef],
    ),
    ...changes
      .filter(isShadow)
      .flatMap(({ content: { learnerRef, followsRef } }) =>
        followsRef === null ? [learnerRef] : [learnerRef, followsRef],
      ),
  ]),
];

/**
 * Rules in which groups are people and leavers are not. Who has left covers nobody: the override is passed
 * over, so that whom it replaced is on call again rather than nobody.
 */
export function resolved(
  written: ScheduleRules,
  people: PeopleBehind,
): ScheduleRules {
  const present = (ref: string) => people.get(ref)?.length !== 0;
  const inSlot = (slot: Slot): string[] =>
    slotRefs(slot).flatMap(ref => people.get(ref) ?? [ref]);
  return {
    ...written,
    versions: written.versions.map(version => ({
      ...version,
      content: {
        timezone: version.content.timezone,
        layers: version.content.layers.map(layer => ({
          ...layer,
          rotation: {
            ...layer.rotation,
            participants: layer.rotation.participants.map(inSlot),
          },
        })),
      },
    })),
    overrides: written.overrides.filter(override =>
      personOfOverride(override).every(present),
    ),
    temporary: written.temporary.map((one: TemporaryInput) => ({
      ...one,
      shifts: one.shifts.filter(({ personRef }) => present(personRef)),
    })),
  };
}
