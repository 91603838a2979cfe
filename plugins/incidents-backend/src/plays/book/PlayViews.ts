import {
  Caller,
  NamedRef,
  passesFloor,
  Play,
  PlayDetail,
  PlayVersion,
} from '@muster/backstage-plugin-incidents-common';
import { InputError } from '@backstage/errors';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database, iso, isoOrNull } from '../../platform/database';
import { linesChanged } from '../../platform/linesChanged';
import { healthOf } from './health';
import { getPlay, listPlays, StoredPlay } from './playStore';
import { startsWhen } from '../startsWhen';
import { findVersions, StoredVersion, versionsOf } from './versionStore';

/** The subject of the floor for what a group owns. */
export const owned = (ownerRef: string) => ({ ownerRef, responders: [] });

/** Plays as they are shown to a caller. */
export class PlayViews {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #directory: Pick<Directory, 'named'>;

  constructor(options: {
    database: Database;
    clock: Clock;
    directory: Pick<Directory, 'named'>;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#directory = options.directory;
  }

  /** A page of plays by name. */
  async list(
    query: Parameters<typeof listPlays>[1] & { cursor?: string },
    caller: Caller,
  ): Promise<{ items: Play[]; nextCursor: string | null }> {
    const rows = await listPlays(this.#database.knex, query);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: (await this.#shown(page, caller)).map(({ play }) => play),
      nextCursor: rows.length > query.limit && last ? writeCursor(last) : null,
    };
  }

  /** One play with its newest text. @throws NotFoundError */
  async detail(id: string, caller: Caller): Promise<PlayDetail> {
    const stored = await getPlay(this.#database.knex, id);
    const [{ play, newest }] = await this.#shown([stored], caller);
    return {
      ...play,
      source: newest.source,
      document: newest.document,
      actions: [...newest.actions],
      nextTickAt: isoOrNull(stored.nextTickAt),
      hasWebhook: stored.hasWebhook,
    };
  }

  /** Every version, newest first, with what it changed. @throws NotFoundError */
  async versions(id: string): Promise<PlayVersion[]> {
    const { knex } = this.#database;
    await getPlay(knex, id);
    const versions = await versionsOf(knex, id);
    return versions
      .map(({ version, source, ...rest }, index) => ({
        version,
        madeAt: iso(rest.madeAt),
        madeBy: rest.madeBy,
        approvedAt: isoOrNull(rest.approvedAt),
        approvedBy: rest.approvedBy,
        source,
        diff: linesChanged(versions[index - 1]?.source ?? '', source),
      }))
      .reverse();
  }

  async #shown(
    stored: readonly StoredPlay[],
    caller: Caller,
  ): Promise<{ play: Play; newest: StoredVersion }[]> {
    const { knex } = this.#database;
    const versions = await findVersions(
      knex,
      stored.flatMap(({ id, version, approvedVersion }) =>
        [version, approvedVersion].flatMap(number =>
          number === null ? [] : { playId: id, version: number },
        ),
      ),
    );
    const [owners, health] = await Promise.all([
      this.#directory.named(stored.map(({ ownerRef }) => ownerRef)),
      healthOf(this.#database, stored, this.#clock.now()),
    ]);
    return stored.map((one, index) => {
      const find = (number: number | null) =>
        versions.find(
          ({ playId, version }) => playId === one.id && version === number,
        );
      const newest = find(one.version);
      const figures = health.get(one.id);
      if (!newest || !figures)
        throw new Error(`${one.id} has lost its version`);
      return {
        newest,
        play: shownPlay(one, {
          newest,
          approved: find(one.approvedVersion),
          owner: owners[index],
          health: figures,
          caller,
        }),
      };
    });
  }
}

function shownPlay(
  play: StoredPlay,
  of: {
    newest: StoredVersion;
    approved: StoredVersion | undefined;
    owner: NamedRef;
    health: Play['health'];
    caller: Caller;
  },
): Play {
  const { newest, approved, caller } = of;
  const { approvedAt, approvedBy } = approved ?? {};
  const mayEdit = passesFloor('owner', false, caller, [owned(play.ownerRef)]);
  const mayRun = caller.kind === 'person' && play.state === 'enabled';
  return {
    id: play.id,
    name: play.name,
    description: newest.document.description,
    owner: of.owner,
    state: play.state,
    version: play.version,
    approved:
      approved && approvedAt && approvedBy
        ? {
            version: approved.version,
            by: approvedBy,
            at: iso(approvedAt),
            everywhere: approved.everywhere,
          }
        : null,
    // Of what starts now, unless nothing does yet.
    startsWhen: startsWhen((approved ?? newest).document),
    updatedAt: iso(play.updatedAt),
    updatedBy: play.updatedBy,
    health: of.health,
    may: [
      ...(mayEdit ? (['edit'] as const) : []),
      ...(mayRun ? (['run'] as const) : []),
    ],
  };
}

const writeCursor = ({ name }: StoredPlay): string =>
  Buffer.from(JSON.stringify(name)).toString('base64url');

/** The name after which a page begins. @throws InputError for what is no cursor of ours */
export function readCursor(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const fault = 'query.cursor must be the nextCursor of the page before';
  try {
    const name: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof name === 'string') return name;
  } catch {
    // Answered below.
  }
  throw new InputError(fault);
}
