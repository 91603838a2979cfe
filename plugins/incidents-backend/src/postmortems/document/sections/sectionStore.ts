import {
  Actor,
  PostmortemSection,
  SectionChange,
  SectionKind,
  SectionVersion,
} from '@muster/backstage-plugin-incidents-common';
import { instant, iso, Queryable, Tx } from '../../../platform/database';

interface SectionRow {
  postmortem_id: number;
  key: string;
  position: number;
  title: string;
  help: string;
  kind: SectionKind;
  required: boolean | number;
  body: string;
  version: number;
  updated_at: Date | number;
  updated_by: string;
}

interface VersionRow {
  postmortem_id: number;
  key: string;
  number: number;
  body: string;
  at: Date | number;
  by: string;
  aside: boolean | number;
}

/** A section as it begins. */
export type NewSection = Pick<
  PostmortemSection,
  'key' | 'title' | 'help' | 'kind' | 'required' | 'body'
>;

/** What somebody has written, when. */
export interface Written {
  readonly body: string;
  readonly at: Date;
  readonly by: Actor;
}

const sections = (db: Queryable) => db<SectionRow>('postmortem_sections');
const versions = (db: Queryable) =>
  db<VersionRow>('postmortem_section_versions');

const toSection = (row: SectionRow): PostmortemSection => ({
  key: row.key,
  title: row.title,
  help: row.help,
  kind: row.kind,
  required: Boolean(row.required),
  body: row.body,
  version: row.version,
  updatedAt: iso(instant(row.updated_at)),
  updatedBy: JSON.parse(row.updated_by),
});

const toVersion = (row: Omit<VersionRow, 'body'>): SectionVersion => ({
  number: row.number,
  at: iso(instant(row.at)),
  by: JSON.parse(row.by),
  aside: Boolean(row.aside),
});

/** The sections of a postmortem in their order. */
export async function readSections(
  db: Queryable,
  postmortemId: number,
): Promise<PostmortemSection[]> {
  const found = await sections(db)
    .where({ postmortem_id: postmortemId })
    .orderBy('position');
  return found.map(toSection);
}

/**
 * Writes the sections with which a postmortem begins, each with its first version.
 *
 * @param version - 0: nobody has written them yet; 1: they are somebody's, such as those of an import
 */
export async function insertSections(
  tx: Tx,
  postmortemId: number,
  begun: readonly NewSection[],
  version: 0 | 1,
  { at, by }: Omit<Written, 'body'>,
): Promise<void> {
  const author = JSON.stringify(by);
  if (begun.length === 0) return;
  await sections(tx).insert(
    begun.map((section, position) => ({
      postmortem_id: postmortemId,
      key: section.key,
      position,
      title: section.title,
      help: section.help,
      kind: section.kind,
      required: section.required,
      body: section.body,
      version,
      updated_at: at,
      updated_by: author,
    })),
  );
  await versions(tx).insert(
    begun.map(({ key, body }) => ({
      postmortem_id: postmortemId,
      key,
      number: version,
      body,
      at,
      by: author,
      aside: false,
    })),
  );
}

/** Gives a section a new text. @returns the section with it */
export async function updateSection(
  tx: Tx,
  postmortemId: number,
  section: PostmortemSection,
  version: number,
  { body, at, by }: Written,
): Promise<PostmortemSection> {
  await sections(tx)
    .where({ postmortem_id: postmortemId, key: section.key })
    .update({ body, version, updated_at: at, updated_by: JSON.stringify(by) });
  return { ...section, body, version, updatedAt: iso(at), updatedBy: by };
}

/** Keeps a text as a version of a section. */
export async function insertVersion(
  tx: Tx,
  postmortemId: number,
  key: string,
  number: number,
  { body, at, by }: Written,
  aside: boolean,
): Promise<void> {
  await versions(tx).insert({
    postmortem_id: postmortemId,
    key,
    number,
    body,
    at,
    by: JSON.stringify(by),
    aside,
  });
}

/** Forgets a version that another one goes on with. */
export async function deleteVersion(
  tx: Tx,
  postmortemId: number,
  key: string,
  number: number,
): Promise<void> {
  await versions(tx)
    .where({ postmortem_id: postmortemId, key, number })
    .delete();
}

/** Versions of a section without their texts, which may be long; newest first. */
export async function readVersions(
  db: Queryable,
  postmortemId: number,
  key: string,
  limit: number,
): Promise<SectionVersion[]> {
  const found = await versions(db)
    .where({ postmortem_id: postmortemId, key })
    .orderBy('number', 'desc')
    .limit(limit)
    .select('postmortem_id', 'key', 'number', 'at', 'by', 'aside');
  return found.map(toVersion);
}

/** The newest version of a section; each has one, from its beginning on. */
export async function newestVersion(
  tx: Tx,
  postmortemId: number,
  key: string,
): Promise<SectionVersion & { readonly body: string }> {
  const [row] = await versions(tx)
    .where({ postmortem_id: postmortemId, key })
    .orderBy('number', 'desc')
    .limit(1);
  return { ...toVersion(row), body: row.body };
}

/** What a version changed of what stood in the section before it, or undefined when there is none of this number. */
export async function readChange(
  db: Queryable,
  postmortemId: number,
  key: string,
  number: number,
): Promise<SectionChange | undefined> {
  const [found, before] = await versions(db)
    .where({ postmortem_id: postmortemId, key })
    .andWhere(either =>
      either
        .where({ number })
        .orWhere(earlier =>
          earlier.where('number', '<', number).andWhere({ aside: false }),
        ),
    )
    .orderBy('number', 'desc')
    .limit(2)
    .select('number', 'body');
  return found?.number === number
    ? { body: found.body, before: before?.body ?? '' }
    : undefined;
}

/** So many texts are looked at: what was told of long ago may be told of again. */
const mostTexts = 50;

/** The newest texts that have stood in any section of a postmortem and have these words in them, whatever their case. */
export async function textsWith(
  db: Queryable,
  postmortemId: number,
  words: string,
): Promise<string[]> {
  return versions(db)
    .where({ postmortem_id: postmortemId, aside: false })
    .andWhereRaw(`lower(body) like ? escape '\\'`, [
      `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
    ])
    .orderBy('at', 'desc')
    .limit(mostTexts)
    .pluck('body');
}
