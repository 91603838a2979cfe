import {
  Caller,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { createHash } from 'node:crypto';
import { Directory, findGroupsOf } from '../../directory/service';
import { whereAllowed } from '../../incidents/service';
import { Database } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { PostmortemRow, toPostmortem } from '../store';
import { atomFeed } from './atom';
import { FeedBook } from './FeedBook';

const mostEntries = 50;

/** What a feed is narrowed to. */
export interface FeedFilter {
  readonly team?: string;
  readonly entity?: string;
}

/** Answers feed readers: what is published, as far as the owner of the feed may read it now. */
export class FeedReader {
  readonly #options: {
    database: Database;
    directory: Pick<Directory, 'entity'>;
    gate: Pick<PostmortemGate, 'whereReadable'>;
    feeds: FeedBook;
    admins: readonly string[];
    urlOf: (name: string) => string;
    portalUrl: string;
  };

  constructor(options: {
    database: Database;
    directory: Pick<Directory, 'entity'>;
    gate: Pick<PostmortemGate, 'whereReadable'>;
    feeds: FeedBook;
    /** `incidents.admins`. */
    admins: readonly string[];
    /** A postmortem's page, by its name. */
    urlOf: (name: string) => string;
    /** The page on which postmortems are browsed. */
    portalUrl: string;
  }) {
    this.#options = options;
  }

  /** The feed behind a secret token; undefined when there is none, or its owner has left the catalog. */
  async read(
    token: string,
    filter: FeedFilter,
  ): Promise<{ readonly text: string; readonly updatedAt: Date } | undefined> {
    const { database, directory, gate, feeds, urlOf, portalUrl } =
      this.#options;
    const feed = await feeds.byToken(token);
    if (!feed) return undefined;
    const owner = await directory.entity(feed.personRef);
    if (!owner || owner.vanished) return undefined;
    const query = database.knex<PostmortemRow>('postmortems');
    gate.whereReadable(query, await this.#callerOf(feed.personRef));
    if (feed.criteria) whereAllowed(query, feed.criteria);
    if (filter.team) query.where('postmortems.owner_ref', filter.team);
    if (filter.entity) query.where('postmortems.entity_ref', filter.entity);
    const rows: PostmortemRow[] = await query
      .whereIn('postmortems.state', [...publishedStates])
      .whereNotNull('postmortems.published_at')
      .select('postmortems.*')
      .orderBy([
        { column: 'postmortems.published_at', order: 'desc' },
        { column: 'postmortems.id', order: 'desc' },
      ])
      .limit(mostEntries);
    const records = rows.map(toPostmortem);
    const updatedAt = new Date(
      Math.max(
        feed.madeAt.getTime(),
        ...records.map(record => changedAt(record).getTime()),
      ),
    );
    const text = atomFeed({
      id: `urn:sha256:${createHash('sha256')
        .update(
          [portalUrl, feed.personRef, filter.team, filter.entity].join('\n'),
        )
        .digest('hex')}`,
      title: titleOf(filter),
      url: portalUrl,
      updatedAt,
      entries: records.map(record => ({
        url: urlOf(postmortemName(record.id)),
        title: `${postmortemName(record.id)} ${record.title}`,
        summary: record.summary,
        author: record.writer?.name ?? record.owner?.name ?? record.entity.name,
        publishedAt: record.publishedAt ?? record.occurredAt,
        updatedAt: changedAt(record),
        categories: [record.severity, record.entity.name],
      })),
    });
    return { text, updatedAt };
  }

  /** The person as the floor sees them, by the groups that the directory knows. */
  async #callerOf(personRef: string): Promise<Caller> {
    const { admins, database } = this.#options;
    const ownership = [
      personRef,
      ...(await findGroupsOf(database.knex, personRef)),
    ];
    return {
      kind: 'person',
      ref: personRef,
      ownership,
      isAdmin: ownership.some(ref => admins.includes(ref)),
    };
  }
}

const changedAt = ({ amendedAt, publishedAt, occurredAt }: PostmortemRecord) =>
  amendedAt ?? publishedAt ?? occurredAt;

const titleOf = ({ team, entity }: FeedFilter) =>
  [
    'Postmortems',
    ...(team ? [`of ${team}`] : []),
    ...(entity ? [`about ${entity}`] : []),
  ].join(' ');
