import { addMinutes } from '../platform/clock';
import { instant, Queryable } from '../platform/database';
import { ProviderTry } from './providerTries';

interface TryRow {
  channel: string;
  provider: string;
  at: Date | number;
  ok: boolean | number;
  detail: string;
}

const tries = (db: Queryable) => db<TryRow>('provider_tries');

/** Tries are kept for so long: enough to see since when a provider fails. */
export const keptTriesMinutes = 7 * 24 * 60;

/** Writes what providers said. */
export async function recordTries(
  db: Queryable,
  said: readonly (ProviderTry & { readonly channel: string })[],
  at: Date,
): Promise<void> {
  if (said.length === 0) return;
  await tries(db).insert(
    said.map(({ channel, provider, ok, detail }) => ({
      channel,
      provider,
      at,
      ok,
      detail,
    })),
  );
}

/** What a provider did lately. */
export interface ProviderHistory {
  readonly sentLastHour: number;
  readonly failedLastHour: number;
  readonly lastSuccess: Date | null;
  readonly lastFailure: { readonly at: Date; readonly detail: string } | null;
}

/** What a provider did lately, of all messages: pages, codes, test pages, follow-ups. */
export async function readProvider(
  db: Queryable,
  channel: string,
  provider: string,
  now: Date,
): Promise<ProviderHistory> {
  const count = async (ok: boolean): Promise<number> => {
    const [{ n }] = await tries(db)
      .where({ channel, provider, ok })
      .andWhere('at', '>', addMinutes(now, -60))
      .count<{ n: number | string }[]>({ n: '*' });
    return Number(n);
  };
  const newest = (ok: boolean) =>
    tries(db)
      .where({ channel, provider, ok })
      .orderBy('at', 'desc')
      .first('at', 'detail');
  const success = await newest(true);
  const failure = await newest(false);
  return {
    sentLastHour: await count(true),
    failedLastHour: await count(false),
    lastSuccess: success ? instant(success.at) : null,
    lastFailure: failure
      ? { at: instant(failure.at), detail: failure.detail }
      : null,
  };
}

/** Deletes what is older. */
export async function forgetTries(db: Queryable, before: Date): Promise<void> {
  await tries(db).where('at', '<', before).delete();
}
