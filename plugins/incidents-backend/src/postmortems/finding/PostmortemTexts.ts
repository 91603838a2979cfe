import { InputError } from '@backstage/errors';
import {
  contract,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { iso } from '../../platform/database';
import { postmortemName } from '../model';
import { PostmortemRow, toPostmortem } from '../store';
import { FindingOptions } from './options';
import { Reader } from './Reach';

/** The words of published postmortems, for portal search. What is restricted is left out whoever asks. */
export class PostmortemTexts {
  readonly #options: Pick<FindingOptions, 'database' | 'reach' | 'fullText'>;

  constructor(
    options: Pick<FindingOptions, 'database' | 'reach' | 'fullText'>,
  ) {
    this.#options = options;
  }

  /** A page, in the order of the numbers. @throws InputError for a cursor that is none */
  async page(
    { limit, cursor = '0' }: { limit: number; cursor?: string },
    reader: Reader,
  ): Promise<z.output<typeof contract.postmortems.texts.response>> {
    const { database, reach, fullText } = this.#options;
    if (!/^\d{1,9}$/.test(cursor)) {
      throw new InputError('query.cursor must be the nextCursor of a page');
    }
    const readable = await reach.of(reader);
    if (!readable) return { items: [], nextCursor: null };
    const rows: PostmortemRow[] = await readable(database.knex)
      .whereIn('postmortems.state', [...publishedStates])
      .where('postmortems.restricted', false)
      .where('postmortems.id', '>', Number(cursor))
      .select('postmortems.*')
      .orderBy('postmortems.id')
      .limit(limit + 1);
    const records = rows.slice(0, limit).map(toPostmortem);
    const bodies = await fullText.bodies(
      database.knex,
      'postmortem',
      records.map(({ id }) => id),
    );
    return {
      items: records.map(
        ({ id, title, severity, entity, owner, occurredAt }) => ({
          id,
          name: postmortemName(id),
          title,
          text: bodies.get(id) ?? '',
          severity,
          entity,
          owner,
          occurredAt: iso(occurredAt),
        }),
      ),
      nextCursor:
        rows.length > limit ? String(records[records.length - 1].id) : null,
    };
  }
}
