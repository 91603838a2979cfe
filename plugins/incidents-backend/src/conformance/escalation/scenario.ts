import { ThrowAwayDatabase } from '../databases';
import { Outcome } from './differences';
import { Scenario, VectorEvent, VectorLog, VectorPage } from './format';
import { Play } from './Play';
import { entriesAfter, linesOf } from './readLog';
import { channelIdOf, Recorded, recordingChannel } from './recordingChannel';
import { createWorld, World } from './World';

/** Lines that say what somebody sent, not what followed from it. */
const whatWasSent = [
  'created',
  'duplicate',
  'acknowledged',
  'closed',
  'rejected',
  'ack-confirmed',
];

/**
 * Plays a scenario to its horizon: in each minute events come before pages. In an outage nothing of ours runs:
 * what monitors and people send in it is sent again until it is taken, so that it arrives when the outage ends,
 * before what fell due; the log has it at the time at which it was sent.
 */
export async function play(
  scenario: Scenario,
  database: ThrowAwayDatabase,
): Promise<Outcome> {
  const recorded: Recorded[] = [];
  const channels = channelsOf(scenario).map(id =>
    recordingChannel(id, async one => {
      recorded.push(one);
    }),
  );
  const world = await createWorld(scenario, database, channels);
  try {
    const game = new Play(scenario, world);
    await game.setUp();
    const pages: VectorPage[] = [];
    const log: VectorLog[] = [];
    const seen = new Map<string, number>();
    const collect = async (event?: VectorEvent) => {
      await game.nameSilences();
      for (const one of recorded.splice(0)) {
        pages.push(...(await pageOf(world, game, one)));
      }
      log.push(...game.answers.splice(0));
      for (const [alert, incidentId] of game.incidentOf) {
        const entries = await entriesAfter(
          world,
          incidentId,
          seen.get(alert) ?? 0,
        );
        for (const entry of entries) {
          seen.set(alert, entry.seq);
          const lines = await linesOf(world, alert, entry);
          log.push(
            ...lines.map(line =>
              event && whatWasSent.includes(line.type)
                ? { ...line, at: event.at }
                : line,
            ),
          );
        }
      }
    };
    const { outages } = scenario.settings;
    /** Nothing happens in an outage: what would comes at its end. */
    const outside = (at: Date): Date => {
      const minute = (at.getTime() - world.start.getTime()) / 60_000;
      const outage = outages.find(
        ({ from, to }) => from <= minute && minute < to,
      );
      return outage ? world.at(outage.to) : at;
    };
    const events = scenario.events.map(event => ({
      event,
      at: outside(world.at(event.at)),
    }));
    const end = world.at(scenario.horizon);
    for (;;) {
      const job = world.work.nextAt();
      const next = earliest([
        events[0]?.at,
        nextSweep(world, scenario),
        job && outside(job < world.clock.now() ? world.clock.now() : job),
      ]);
      if (!next || next > end) break;
      if (outages.some(({ to }) => world.at(to) > world.clock.now())) {
        await world.paging.beat();
      }
      world.clock.set(next);
      while (events[0] && events[0].at <= next) {
        const [{ event }] = events.splice(0, 1);
        await game.apply(event);
        await collect(event);
      }
      await world.work.sweepAll();
      await world.work.runDue();
      await collect();
    }
    world.clock.set(end);
    return { pages, log, status: await statusesOf(world, game) };
  } finally {
    await world.stop();
  }
}

const earliest = (times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce<Date | undefined>(
    (first, at) => (at && (!first || at < first) ? at : first),
    undefined,
  );

/**
 * What resolves for want of activity is found by a sweep alone, and silence counts only while sweeps hear it:
 * then each minute is looked at.
 */
const nextSweep = (
  { clock, minute, at }: World,
  { settings, monitors }: Scenario,
): Date | undefined =>
  settings.autoCloseMinutes === undefined && monitors.length === 0
    ? undefined
    : at(minute(clock.now()) + 1);

function channelsOf({ users, events }: Scenario): string[] {
  const names = [
    ...users.flatMap(({ rules, importantRules = [] }) =>
      [...rules, ...importantRules].map(({ channel }) => channel),
    ),
    ...events.flatMap(event =>
      event.type === 'add-rule' ? [event.channel] : [],
    ),
  ];
  return [...new Set(names.map(channelIdOf))];
}

/** A message as a case writes it; nothing for a question whether somebody is at it, which is in the log. */
async function pageOf(
  world: World,
  game: Play,
  { message, channel }: Recorded,
): Promise<VectorPage[]> {
  const at = world.minute(world.clock.now());
  const user = world.userOf(message.person.ref);
  const alertOf = (incidentId: number) =>
    [...game.incidentOf].find(([, id]) => id === incidentId)?.[0] ?? 'unknown';
  switch (message.kind) {
    case 'incident': {
      const row = await world.database
        .knex('deliveries')
        .join('pages', 'pages.id', 'deliveries.page_id')
        .join('page_batches', 'page_batches.id', 'pages.batch_id')
        .where('deliveries.id', message.idempotencyKey)
        .orWhere('bundle_id', message.idempotencyKey.replace(/^bundle:/, ''))
        .first('step', 'loop', 'why');
      if (String(row?.why).startsWith('are you at it')) return [];
      return [
        {
          at,
          user,
          channel,
          alert: alertOf(message.incident.id),
          step: row?.step === null ? null : Number(row?.step) - 1,
          loop: Number(row?.loop),
        },
      ];
    }
    case 'summary':
    case 'digest':
      return [
        {
          at,
          user,
          channel,
          loop: 0,
          bundle: message.items.map(({ incident }) => alertOf(incident.id)),
        },
      ];
    default:
      return [];
  }
}

async function statusesOf(
  world: World,
  game: Play,
): Promise<Outcome['status']> {
  const statuses: Record<string, Outcome['status'][string]> = {};
  for (const [alert, id] of game.incidentOf) {
    const { status, snoozedUntil } = await world.incidents.get(id);
    const isSilenced = snoozedUntil !== null && status === 'acknowledged';
    if (status === 'resolved') statuses[alert] = 'closed';
    else statuses[alert] = isSilenced ? 'triggered' : status;
  }
  return statuses;
}
