import { distributionOf } from '../distribution';
import { Row } from '../result';
import { until } from '../until';
import { Rain, rain } from './storm';

/** What a storm of few people came to. */
export interface Summaries {
  readonly rows: readonly Row[];
  readonly pages: number;
  /** Mails that carried them. */
  readonly messages: number;
  /** From when the page was decided to when the summary that names it was sent. */
  readonly longestSeconds: number;
}

interface Sent {
  readonly bundle: string | null;
  readonly id: string;
  readonly late: number;
}

/** Rain of few people's services: what goes by itself, what waits for a summary, and for how long. By the database's clock. */
export async function gathered(
  name: string,
  options: Rain,
): Promise<Summaries> {
  const { knex } = options;
  const ids = [...(await rain(name, options)).keys()];
  const mails = () =>
    knex('incidents.deliveries as d')
      .join('incidents.pages as p', 'p.id', 'd.page_id')
      .join('incidents.page_batches as b', 'b.id', 'p.batch_id')
      .where({ 'd.channel': 'email' })
      .whereIn('d.incident_id', ids);
  await until(
    `each of ${ids.length} pages is sent, by itself or in a summary`,
    async () =>
      (await mails()
        .whereNotIn('d.state', ['sent', 'delivered'])
        .first('d.id')) === undefined,
    90_000,
  );
  const sent: Sent[] = await mails().select(
    'd.id as id',
    'd.bundle_id as bundle',
    knex.raw(
      'extract(epoch from d.sent_at - b.created_at)::float8 * 1000 as late',
    ),
  );
  const held = sent.filter(({ bundle }) => bundle !== null);
  const row = (end: string, some: readonly Sent[]): Row => ({
    name: `${name}, ${end}`,
    count: some.length,
    perSecond: null,
    ms: some.length > 0 ? distributionOf(some.map(({ late }) => late)) : null,
  });
  return {
    rows: [
      row(
        'by themselves, decided to sent',
        sent.filter(({ bundle }) => bundle === null),
      ),
      row('held back for a summary, decided to sent', held),
    ],
    pages: sent.length,
    messages: new Set(sent.map(({ id, bundle }) => bundle ?? id)).size,
    longestSeconds: Math.max(0, ...held.map(({ late }) => late)) / 1000,
  };
}
