import {
  NamedRef,
  Severity,
  TemplateSection,
} from '@muster/backstage-plugin-incidents-common';
import { NotFoundError } from '@backstage/errors';
import { Queryable } from '../../../platform/database';

interface TemplateRow {
  id: string;
  name: string;
  owner_ref: string | null;
  severities: string;
  sections: string;
  version: number;
  updated_at: Date | number;
  updated_by: string;
}

/** A template as it is stored. */
export interface TemplateRecord {
  readonly id: string;
  readonly name: string;
  /** The team whose services begin with it; null: everybody's. */
  readonly ownerRef: string | null;
  /** For these severities; empty: all. */
  readonly severities: readonly Severity[];
  readonly sections: readonly TemplateSection[];
  readonly version: number;
}

/** What people give of a template. */
export type TemplateFields = Omit<TemplateRecord, 'id' | 'version'>;

const rows = (db: Queryable) => db<TemplateRow>('postmortem_templates');

const toRecord = (row: TemplateRow): TemplateRecord => ({
  id: row.id,
  name: row.name,
  ownerRef: row.owner_ref,
  severities: JSON.parse(row.severities),
  sections: JSON.parse(row.sections),
  version: row.version,
});

const columns = (fields: TemplateFields, at: Date, by: NamedRef) => ({
  name: fields.name,
  owner_ref: fields.ownerRef,
  severities: JSON.stringify(fields.severities),
  sections: JSON.stringify(fields.sections),
  updated_at: at,
  updated_by: JSON.stringify(by),
});

/** Every stored template, by name. */
export async function readTemplates(db: Queryable): Promise<TemplateRecord[]> {
  return (await rows(db).orderBy('name')).map(toRecord);
}

/** One, or undefined. */
export async function findTemplate(
  db: Queryable,
  id: string,
): Promise<TemplateRecord | undefined> {
  const row = await rows(db).where({ id }).first();
  return row && toRecord(row);
}

/** One. @throws NotFoundError */
export async function getTemplate(
  db: Queryable,
  id: string,
): Promise<TemplateRecord> {
  const found = await findTemplate(db, id);
  if (!found) throw new NotFoundError(`There is no template ${id}`);
  return found;
}

/** Adds one. @throws a unique violation when its name is taken */
export async function insertTemplate(
  tx: Queryable,
  id: string,
  fields: TemplateFields,
  at: Date,
  by: NamedRef,
): Promise<void> {
  await rows(tx).insert({ id, version: 1, ...columns(fields, at, by) });
}

/** Changes one that is at this version. False when it is at another. @throws a unique violation when its name is taken */
export async function updateTemplate(
  tx: Queryable,
  id: string,
  version: number,
  fields: TemplateFields,
  at: Date,
  by: NamedRef,
): Promise<boolean> {
  const changed = await rows(tx)
    .where({ id, version })
    .update({ version: version + 1, ...columns(fields, at, by) });
  return changed > 0;
}

/** Deletes one. */
export async function deleteTemplate(tx: Queryable, id: string): Promise<void> {
  await rows(tx).where({ id }).delete();
}
