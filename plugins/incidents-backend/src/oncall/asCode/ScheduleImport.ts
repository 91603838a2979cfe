import { ConflictError, NotAllowedError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Schedules } from '../Schedules';
import { linesChanged } from '../../platform/linesChanged';
import { FieldPath, parseSchedule, TextFault } from './parseSchedule';
import { printSchedule } from './printSchedule';

/** What a text means for the schedules that there are. */
export interface ImportOutcome {
  readonly errors: readonly TextFault[];
  /** The schedule of this name; null for a new one. */
  readonly scheduleId: string | null;
  readonly version: number | null;
  readonly diff: readonly string[];
  /** Whether what the text says is in force, since this call or before. */
  readonly applied: boolean;
}

/** Who imports, and for which owners they may. */
export interface Importer {
  readonly by: NamedRef;
  mayEdit(ownerRefs: readonly string[]): boolean;
}

/** Schedules as text. A schedule is known by its name, so that a text needs no id of this portal. */
export class ScheduleImport {
  readonly #schedules: Schedules;

  constructor(schedules: Schedules) {
    this.#schedules = schedules;
  }

  /** @throws NotFoundError */
  async export(id: string): Promise<string> {
    return printSchedule((await this.#schedules.get(id)).content);
  }

  /** What a text would change; nothing is saved. */
  async check(yaml: string): Promise<ImportOutcome> {
    return (await this.#read(yaml)).outcome;
  }

  /**
   * Saves a text, unless there is a fault in it; one that changes nothing makes no new version.
   *
   * @param seenVersion - that the caller has seen the difference to; null: that there was no such schedule
   * @throws NotAllowedError unless the importer may edit for the owner, and for the one before;
   * ConflictError when the schedule has been changed, made or removed since
   */
  async apply(
    yaml: string,
    seenVersion: number | null,
    { by, mayEdit }: Importer,
  ): Promise<ImportOutcome> {
    const { content, current, outcome } = await this.#read(yaml);
    if (!content) return outcome;
    const owners = [content.ownerRef, ...(current ? [current.ownerRef] : [])];
    if (!mayEdit(owners)) {
      throw new NotAllowedError(
        `${by.name} may not change schedules of ${[...new Set(owners)].join(' and ')}: that is for members of the owning team, admins, and pipelines that incidents.pipelines names for it`,
      );
    }
    if (outcome.version !== seenVersion) {
      throw new ConflictError(
        outcome.version === null
          ? `There is no schedule “${content.name}” any more, and body.seenVersion is ${seenVersion}; check again, then apply`
          : `The schedule “${content.name}” is at version ${outcome.version}, and body.seenVersion is ${seenVersion}; look at the difference again, then apply`,
      );
    }
    if (outcome.scheduleId === null || outcome.version === null) {
      const { id, version } = await this.#schedules.create(content, by);
      return { ...outcome, scheduleId: id, version, applied: true };
    }
    if (outcome.diff.every(line => line.startsWith(' '))) {
      return { ...outcome, applied: true };
    }
    const { version } = await this.#schedules.update(
      outcome.scheduleId,
      outcome.version,
      content,
      by,
    );
    return { ...outcome, version, applied: true };
  }

  async #read(yaml: string) {
    const parsed = parseSchedule(yaml);
    if ('faults' in parsed) return { outcome: faulty(parsed.faults) };
    const { content, faultAt } = parsed;
    const faults = (await this.#schedules.faults(content)).map(fault =>
      faultAt(...pathAndMessage(fault)),
    );
    const isNamesake = (one: { content: { name: string } }) =>
      one.content.name === content.name;
    if ((await this.#schedules.list(true)).some(isNamesake)) {
      faults.push(
        faultAt(
          ['name'],
          'is that of a schedule that was put away; restore that one, or choose another name',
        ),
      );
    }
    if (faults.length > 0) return { outcome: faulty(faults) };
    const current = (await this.#schedules.list()).find(isNamesake);
    const outcome: ImportOutcome = {
      errors: [],
      scheduleId: current?.id ?? null,
      version: current?.version ?? null,
      diff: linesChanged(
        current ? printSchedule(current.content) : '',
        printSchedule(content),
      ),
      applied: false,
    };
    return { content, current: current?.content, outcome };
  }
}

const faulty = (errors: readonly TextFault[]): ImportOutcome => ({
  errors,
  scheduleId: null,
  version: null,
  diff: [],
  applied: false,
});

/** A fault of a request names its field first: `body.layers[0].name must …`. */
function pathAndMessage(fault: string): [FieldPath, string] {
  const [, field = '', message = fault] =
    /^body\.(\S+) (.*)$/s.exec(fault) ?? [];
  const path = field
    .split(/[.[\]]+/)
    .filter(part => part !== '')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
  return [path, message.replaceAll('body.', '')];
}
