import { setTimeout as sleep } from 'node:timers/promises';
import { Fleet, MailServer } from '@muster/checks/src/fleet';
import { Knex } from 'knex';
import { until } from '../until';

/** Events at a steady rate, through both backends in turn. */
export interface Rain {
  readonly fleet: Fleet;
  readonly knex: Knex;
  /** Of the services that break in turn. */
  readonly keys: readonly string[];
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** @returns the incidents that came of it, and when each was accepted, by `performance.now()` */
export async function rain(
  name: string,
  { fleet, knex, keys, rate, seconds }: Rain,
): Promise<ReadonlyMap<number, number>> {
  const accepted = new Map<string, number>();
  const begun = performance.now();
  const sending: Promise<void>[] = [];
  for (let n = 0; n < rate * seconds; n++) {
    const wait = begun + (n * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    const title = `${name}, number ${n}`;
    const { api } = fleet.replicas[n % fleet.replicas.length];
    sending.push(
      api
        .send(keys[n % keys.length], {
          event_action: 'trigger',
          dedup_key: title,
          payload: { summary: title, source: 'bench', severity: 'error' },
        })
        .then(({ status }) => {
          if (status !== 202) throw new Error(`${title}: answered ${status}`);
          accepted.set(title, performance.now());
        }),
    );
  }
  await Promise.all(sending);
  const incidents = await knex('incidents.incidents')
    .select<{ id: number; title: string }[]>('id', 'title')
    .where('title', 'like', `${name}, number %`);
  return new Map(
    incidents.map(({ id, title }) => [id, accepted.get(title) ?? NaN]),
  );
}

/** One incident that was one mail. Milliseconds since it was accepted. */
export interface Single {
  /** Until the channel connected. */
  readonly handedMs: number;
  /** Until the mail server had the mail. */
  readonly takenMs: number;
}

/**
 * Rain of which every incident is a mail.
 *
 * @throws Error when one was not mailed, more than once, or in a summary: too few people are paged then
 */
export async function storm(
  name: string,
  { mail, ...options }: Rain & { readonly mail: MailServer },
): Promise<readonly Single[]> {
  const accepted = await rain(name, options);
  const mailsOf = (id: number) =>
    mail.mails.filter(({ incident }) => incident === `INC-${id}`);
  await until(`each of ${accepted.size} pages is a mail`, async () =>
    [...accepted.keys()].every(id => mailsOf(id).length > 0),
  );
  const held = await options
    .knex('incidents.deliveries')
    .whereIn('incident_id', [...accepted.keys()])
    .whereNotNull('bundle_id')
    .first('id');
  if (held) throw new Error(`${name}: the storm rule held pages back`);
  return [...accepted].map(([id, since]) => {
    const mails = mailsOf(id);
    if (mails.length !== 1) {
      throw new Error(`INC-${id} was mailed ${mails.length} times`);
    }
    const [{ connectedAt, at }] = mails;
    return { handedMs: connectedAt - since, takenMs: at - since };
  });
}
