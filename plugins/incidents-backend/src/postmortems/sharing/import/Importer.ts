import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  Caller,
  contract,
  ImportItem,
} from '@muster/backstage-plugin-incidents-common';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { Directory, DirectoryEntity } from '../../../directory/service';
import { Clock } from '../../../platform/clock';
import {
  Database,
  isoOrNull,
  isUniqueViolation,
  Tx,
} from '../../../platform/database';
import { postmortemName, PostmortemRecord } from '../../model';
import {
  Drafter,
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemGate,
  PostmortemIndex,
  PostmortemOpening,
} from '../../ports';
import { getPostmortem, PostmortemRow } from '../../store';
import { ParsedImport, parseImport } from './parseImport';

/** A file as it is sent. */
export type ImportFile = z.output<
  typeof contract.postmortems.import.body
>['files'][number];

/** A file that has been read and looked up. */
interface ReadFile {
  readonly file: ImportFile;
  readonly parsed: ParsedImport;
  readonly entity: DirectoryEntity | undefined;
  readonly hash: string;
  readonly faults: readonly string[];
  /** The one that was made of the same text. */
  readonly duplicateOf: number | undefined;
}

/** What imports are written with. */
export interface ImporterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'entity' | 'named'>;
  readonly gate: Pick<PostmortemGate, 'whereReadable'>;
  readonly opening: PostmortemOpening;
  readonly drafter: Pick<Drafter, 'write'>;
  readonly factors: Pick<FactorReader, 'add'>;
  readonly followUps: Pick<FollowUpReader, 'add'>;
  readonly index: PostmortemIndex;
  readonly follower: PostmortemFollower;
}

/** Takes in postmortems that were written elsewhere. */
export class Importer {
  readonly #options: ImporterOptions;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  /** What would become of files; nothing is kept. A duplicate is named to whoever may read it. */
  async preview(
    files: readonly ImportFile[],
    caller: Caller,
  ): Promise<ImportItem[]> {
    const read = await this.#read(files);
    const readable = await this.#readable(
      read.flatMap(({ duplicateOf }) => duplicateOf ?? []),
      caller,
    );
    return read.map(({ file, parsed, entity, faults, duplicateOf }) => ({
      file: file.name,
      faults:
        duplicateOf === undefined || readable.has(duplicateOf)
          ? [...faults]
          : [...faults, 'The same text was imported before'],
      notes: [...parsed.notes],
      title: parsed.title,
      occurredAt: isoOrNull(parsed.occurredAt),
      severity: parsed.severity,
      entity: entity ? { ref: entity.ref, name: entity.title } : null,
      sections: parsed.sections.map(section => ({ ...section })),
      factors: [...parsed.factors],
      followUps: parsed.followUps.map(followUp => ({ ...followUp })),
      duplicateOf:
        duplicateOf !== undefined && readable.has(duplicateOf)
          ? { id: duplicateOf, name: postmortemName(duplicateOf) }
          : null,
    }));
  }

  /**
   * Files that can be taken in, with what each is about, for asking who may.
   *
   * @throws InputError naming everything that must be mended, in all files; ConflictError for texts that are there already
   */
  async prepare(files: readonly ImportFile[]): Promise<readonly ReadyFile[]> {
    const read = await this.#read(files);
    const faulty = read.flatMap(({ file, faults }, index) =>
      faults.map(fault => `body.files[${index}] (${file.name}): ${fault}`),
    );
    if (faulty.length > 0) throw new InputError(faulty.join('; '));
    const known = read.filter(({ duplicateOf }) => duplicateOf !== undefined);
    if (known.length > 0) {
      throw new ConflictError(
        `${known.map(({ file }) => file.name).join(', ')}: imported before; leave ${known.length === 1 ? 'it' : 'them'} out`,
      );
    }
    return read.flatMap(({ parsed, entity, hash }) =>
      entity && parsed.occurredAt
        ? [{ parsed, entity, hash, occurredAt: parsed.occurredAt }]
        : [],
    );
  }

  /** Takes in all of them, or none. */
  async import(
    files: readonly ReadyFile[],
    by: Actor,
  ): Promise<PostmortemRecord[]> {
    try {
      return await this.#options.database.transaction(async tx => {
        const records: PostmortemRecord[] = [];
        for (const file of files) records.push(await this.#add(tx, file, by));
        return records;
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        'Somebody has just imported one of these texts; look at the preview again',
      );
    }
  }

  async #add(tx: Tx, file: ReadyFile, by: Actor): Promise<PostmortemRecord> {
    const { clock, directory, opening, drafter, index, follower } =
      this.#options;
    const { parsed, entity, hash, occurredAt } = file;
    const now = clock.now();
    const [owner = null] = await directory.named(
      entity.ownerRef === null ? [] : [entity.ownerRef],
      tx,
    );
    const record = await opening.insert(
      tx,
      {
        incidentId: null,
        title: parsed.title,
        state: 'published',
        required: false,
        severity: parsed.severity,
        entity: { ref: entity.ref, name: entity.title },
        owner,
        systemRef: entity.systemRef,
        writer: null,
        occurredAt,
        endedAt: parsed.endedAt,
        openedAt: now,
        dueAt: null,
        // When it was published elsewhere; feeds do not tell old news as new.
        publishedAt: parsed.publishedAt ?? parsed.endedAt ?? occurredAt,
        amendedAt: null,
        waived: null,
        worthReading: null,
        template: null,
        figures: [],
        dismissed: [],
        restricted: false,
        summary: '',
        importHash: hash,
        version: 1,
        updatedAt: now,
        noticeAt: null,
        notices: 0,
      },
      { participants: [], reviewers: [], readers: [] },
      by,
      `${by.name} imported it`,
    );
    await drafter.write(tx, record, parsed.sections, by);
    await this.#options.factors.add(tx, record.id, parsed.factors);
    await this.#options.followUps.add(tx, record, parsed.followUps, by);
    await index.changed(tx, record.id);
    await follower.published(tx, record);
    // With the summary that the index has taken from it.
    return getPostmortem(tx, record.id);
  }

  async #read(files: readonly ImportFile[]): Promise<ReadFile[]> {
    const entities = new Map<string, DirectoryEntity | undefined>();
    const read: Omit<ReadFile, 'duplicateOf'>[] = [];
    for (const file of files) {
      // Reading a long file takes a second, in which nothing else is done; not all of them in one go.
      await setImmediate();
      const parsed = parseImport(file.name, file.text, {
        ...file,
        occurredAt:
          file.occurredAt === undefined ? undefined : new Date(file.occurredAt),
      });
      const ref = refOf(parsed.service);
      if (ref && !entities.has(ref)) {
        const entity = await this.#options.directory.entity(ref);
        entities.set(ref, entity?.vanished ? undefined : entity);
      }
      const entity = ref ? entities.get(ref) : undefined;
      const hash = hashOf(file.text);
      const same = read.find(other => other.hash === hash);
      read.push({
        file,
        parsed,
        entity,
        hash,
        faults: [
          ...parsed.faults,
          ...(entity ? [] : [entityFault(parsed.service)]),
          ...(same ? [`It is the same text as ${same.file.name}`] : []),
        ],
      });
    }
    const known = await this.#options.database
      .knex<PostmortemRow>('postmortems')
      .whereIn(
        'import_hash',
        read.map(({ hash }) => hash),
      )
      .select('id', 'import_hash');
    const byHash = new Map(known.map(row => [row.import_hash, row.id]));
    return read.map(file => ({ ...file, duplicateOf: byHash.get(file.hash) }));
  }

  async #readable(
    ids: readonly number[],
    caller: Caller,
  ): Promise<ReadonlySet<number>> {
    const query = this.#options.database.knex('postmortems');
    this.#options.gate.whereReadable(query, caller);
    return new Set(await query.whereIn('postmortems.id', [...ids]).pluck('id'));
  }
}

/** A file of which nothing must be mended. */
export interface ReadyFile {
  readonly parsed: ParsedImport;
  readonly entity: DirectoryEntity;
  readonly hash: string;
  readonly occurredAt: Date;
}

const refOf = (service: string | null): string | undefined => {
  if (service === null) return undefined;
  const ref = service.toLowerCase().trim();
  if (/^[a-z0-9_.-]+$/.test(ref)) return `component:default/${ref}`;
  return /^[a-z]+:[a-z0-9_.-]+\/[a-z0-9_.-]+$/.test(ref) ? ref : undefined;
};

const entityFault = (service: string | null) =>
  service === null
    ? 'It does not say which service it is about; add `service: checkout` to its front matter, or give entityRef with the file'
    : `It is about “${service}”, which is not in the catalog; write the ref of an entity, such as component:default/checkout, or give entityRef with the file`;

/** The same text has the same hash, whatever its line ends. */
const hashOf = (text: string): string =>
  createHash('sha256')
    .update(text.replace(/\r\n?/g, '\n').trim())
    .digest('hex');
