import { ChannelHealth } from '@muster/backstage-plugin-incidents-common';
import { SendLimit } from '@muster/backstage-plugin-incidents-node';
import { Clock } from '../platform/clock';
import {
  Database,
  instant,
  iso,
  isoOrNull,
  Queryable,
} from '../platform/database';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliveryRow } from './rows';
import { wakes } from './people/channelFacts';
import { ProviderHistory, readProvider } from './providerStore';

/** Every channel with its providers, as an admin looks after them. */
export function healthOfChannels(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly channels: ChannelRegistry;
  /** `incidents.demo`: email counts as waking. */
  readonly demo: boolean;
}): Promise<ChannelHealth[]> {
  const { database, clock, channels, demo } = options;
  const db = database.knex;
  const now = clock.now();
  return Promise.all(
    channels.all.map(async channel => ({
      id: channel.id,
      title: channel.title,
      wakes: wakes(channel, demo),
      providers: await Promise.all(
        channel.providers.map(async ({ id, title }) => {
          const history = await readProvider(db, channel.id, id, now);
          return {
            id,
            title,
            state: stateOf(history),
            sentLastHour: history.sentLastHour,
            failedLastHour: history.failedLastHour,
            lastSuccessAt: isoOrNull(history.lastSuccess),
            lastFailure: history.lastFailure && {
              at: iso(history.lastFailure.at),
              detail: history.lastFailure.detail,
            },
          };
        }),
      ),
      ...(await waitingFor(db, channel.id, now)),
      limit: limitSentence(channel.limit),
    })),
  );
}

/** It fails when the last thing that it did was to fail. */
export function stateOf({
  lastSuccess,
  lastFailure,
}: Pick<ProviderHistory, 'lastSuccess' | 'lastFailure'>):
  'working' | 'failing' | 'unused' {
  if (!lastSuccess && !lastFailure) return 'unused';
  return lastFailure && (!lastSuccess || lastFailure.at > lastSuccess)
    ? 'failing'
    : 'working';
}

/** `at most 60 a minute`; null when nothing limits it. */
export function limitSentence(limit: SendLimit | undefined): string | null {
  if (!limit) return null;
  const { count, perMinutes } = limit;
  return perMinutes === 1
    ? `at most ${count} a minute`
    : `at most ${count} in ${perMinutes} minutes`;
}

async function waitingFor(
  db: Queryable,
  channel: string,
  now: Date,
): Promise<Pick<ChannelHealth, 'waiting' | 'oldestWaitingAt'>> {
  const due = () =>
    db<DeliveryRow>('deliveries')
      .where({ channel })
      .whereIn('state', ['queued', 'sending'])
      .andWhere('due_at', '<=', now);
  const [{ n }] = await due().count<{ n: number | string }[]>({ n: '*' });
  const oldest = await due().orderBy('due_at').first('due_at');
  return {
    waiting: Number(n),
    oldestWaitingAt: oldest ? iso(instant(oldest.due_at)) : null,
  };
}
