import { createHash } from 'node:crypto';
import {
  NamedRef,
  PlayDocument,
} from '@muster/backstage-plugin-incidents-common';
import { instant, instantOrNull, Queryable, Tx } from '../../platform/database';

type At = Date | number;

/** A saved text of a play; nothing but its approval is ever added to it. */
export interface StoredVersion {
  readonly playId: string;
  readonly version: number;
  readonly source: string;
  readonly document: PlayDocument;
  /** Ids, with versions, of the actions that it uses. */
  readonly actions: readonly string[];
  readonly hash: string;
  readonly madeAt: Date;
  readonly madeBy: NamedRef;
  readonly approvedAt: Date | null;
  readonly approvedBy: NamedRef | null;
  /** An admin approved it: also for incidents of other teams. */
  readonly everywhere: boolean;
}

interface VersionRow {
  play_id: string;
  version: number;
  source: string;
  document: string;
  actions: string;
  hash: string;
  made_at: At;
  made_by: string;
  approved_at: At | null;
  approved_by: string | null;
  everywhere: boolean | number;
}

const versions = (db: Queryable) => db<VersionRow>('play_versions');

export const toVersion = (row: VersionRow): StoredVersion => ({
  playId: row.play_id,
  version: row.version,
  source: row.source,
  document: JSON.parse(row.document),
  actions: JSON.parse(row.actions),
  hash: row.hash,
  madeAt: instant(row.made_at),
  madeBy: JSON.parse(row.made_by),
  approvedAt: instantOrNull(row.approved_at),
  approvedBy: row.approved_by === null ? null : JSON.parse(row.approved_by),
  everywhere: Boolean(row.everywhere),
});

/** One version, or undefined. */
export async function findVersion(
  db: Queryable,
  playId: string,
  version: number,
): Promise<StoredVersion | undefined> {
  const row = await versions(db).where({ play_id: playId, version }).first();
  return row && toVersion(row);
}

/** Some versions, each by its play and number. */
export async function findVersions(
  db: Queryable,
  wanted: readonly { readonly playId: string; readonly version: number }[],
): Promise<StoredVersion[]> {
  if (wanted.length === 0) return [];
  const rows = await versions(db).whereIn(
    ['play_id', 'version'],
    wanted.map(({ playId, version }) => [playId, version]),
  );
  return rows.map(toVersion);
}

/** All versions, oldest first. */
export async function versionsOf(
  db: Queryable,
  playId: string,
): Promise<StoredVersion[]> {
  const rows = await versions(db).where({ play_id: playId }).orderBy('version');
  return rows.map(toVersion);
}

/** Adds a version. */
export async function insertVersion(
  tx: Tx,
  version: Pick<
    StoredVersion,
    | 'playId'
    | 'version'
    | 'source'
    | 'document'
    | 'actions'
    | 'madeAt'
    | 'madeBy'
  >,
): Promise<void> {
  const document = JSON.stringify(version.document);
  const actions = JSON.stringify(version.actions);
  await versions(tx).insert({
    play_id: version.playId,
    version: version.version,
    source: version.source,
    document,
    actions,
    hash: createHash('sha256').update(`${document}\n${actions}`).digest('hex'),
    made_at: version.madeAt,
    made_by: JSON.stringify(version.madeBy),
  });
}

/** Writes who has approved a version. */
export async function approveVersion(
  tx: Tx,
  { playId, version }: Pick<StoredVersion, 'playId' | 'version'>,
  approval: { at: Date; by: NamedRef; everywhere: boolean },
): Promise<void> {
  await versions(tx)
    .where({ play_id: playId, version })
    .update({
      approved_at: approval.at,
      approved_by: JSON.stringify(approval.by),
      everywhere: approval.everywhere,
    });
}
