// How soon somebody is paged: from the monitor's 202 to the channel's connection to the mail server, which it makes as soon
// as it is handed the page; and to the end of the conversation there. Each event is a new incident of a service that pages one person. The catalog refreshes
// itself all the while, in the same process, as it does in a portal.
import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Fleet, MailServer, Replica } from '@muster/checks/src/fleet';
import { Knex } from 'knex';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Row } from '../result';
import { until } from '../until';

const rates = [1, 10, 50];
/** Who is paged for which service. What goes to one person waits for what went to them before, so a storm of one alone would measure that. */
const onCall: Readonly<Record<string, string>> = {
  checkout: 'ana.ruiz',
  payments: 'ben.okafor',
  cart: 'mia.kovac',
  orders: 'jonas.lind',
  search: 'leila.haddad',
  shipping: 'tom.whitaker',
  inventory: 'yuki.tanaka',
  accounts: 'aisha.rahman',
  pricing: 'rafael.duarte',
  mailer: 'grace.mwangi',
};

const bench: Bench = async ({ quick, say }) => {
  const seconds = quick ? 3 : 20;
  say('starting PostgreSQL (fsync on), a mail server and two backends');
  const mail = await MailServer.start();
  const fleet = await Fleet.start({
    replicas: 2,
    fsync: true,
    config: {
      incidents: {
        eventsPerMinutePerKey: 10_000_000,
        email: mail.config,
        directoryRefreshSeconds: 5,
      },
      catalog: { processingInterval: { seconds: 2 } },
    },
  });
  const knex = connect(fleet.postgres.url);
  try {
    const keys: string[] = [];
    for (const [service, person] of Object.entries(onCall)) {
      keys.push(await pageOnePerson(fleet.replicas[0], service, person));
    }
    const storms: Storm[] = [];
    await storm('warm-up', { fleet, keys, mail, knex, rate: 5, seconds: 3 });
    for (const rate of rates) {
      say(`measuring: ${rate} incidents a second for ${seconds} s`);
      storms.push(
        await storm(`${rate} incidents a second`, {
          ...{ fleet, keys, mail, knex, rate },
          seconds: rate === 1 ? seconds * 2 : seconds,
        }),
      );
    }
    const worst = storms[storms.length - 1];
    return {
      title: 'Page: from accepted to the channel, and to the mail server',
      database: await describeDatabase(knex),
      rows: [
        ...storms.map(({ handed }) => handed),
        ...storms.map(({ taken }) => taken),
      ],
      figures: [
        {
          name: 'p99 to the channel in a storm of 50 incidents a second',
          value: worst.handed.ms?.p99 ?? NaN,
          unit: 'ms',
          bar: { atMost: 500 },
        },
      ],
      notes: [
        'Two backend processes share the cores with PostgreSQL, the mail server and the sender; the catalog of each is refreshed every two seconds.',
        'The incidents are of ten services in turn, each with a person of its own. Every incident was paged exactly once.',
        'The mail server greets after 100 ms, in which it looks for early talkers; that is part of what it takes until the mail is taken.',
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
    await mail.stop();
  }
};

/** A policy that pages one person, so that a page is one mail. @returns an integration's key */
async function pageOnePerson(
  { api }: Replica,
  service: string,
  person: string,
): Promise<string> {
  const admin = await api.as('user:default/sana.iqbal');
  const entityRef = `component:default/${service}`;
  const policy = await admin.call(contract.escalation.createPolicy, {
    body: {
      name: `Bench of ${service}`,
      ownerRef: 'group:default/team-payments',
      steps: [{ targets: [{ type: 'person', ref: `user:default/${person}` }] }],
    },
  });
  await admin.call(contract.escalation.bind, {
    body: { entityRef, policyId: policy.id },
  });
  return api.createIntegration(`Bench of ${service}`, entityRef);
}

/** What became of the events of one rate. */
interface Storm {
  /** Until the channel connected. */
  readonly handed: Row;
  /** Until the mail server had the mail. */
  readonly taken: Row;
}

/** Sends events at a steady rate, through both backends in turn, and waits for every mail. */
async function storm(
  name: string,
  options: {
    fleet: Fleet;
    /** Of the services that break in turn. */
    keys: readonly string[];
    mail: MailServer;
    knex: Knex;
    /** Events a second. */
    rate: number;
    seconds: number;
  },
): Promise<Storm> {
  const { fleet, keys, mail, knex, rate, seconds } = options;
  const count = rate * seconds;
  const accepted = new Map<string, number>();
  const begun = performance.now();
  const sending: Promise<void>[] = [];
  for (let n = 0; n < count; n++) {
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
  const mailsOf = (id: number) =>
    mail.mails.filter(({ incident }) => incident === `INC-${id}`);
  await until(`all ${count} pages have arrived`, async () =>
    incidents.every(({ id }) => mailsOf(id).length > 0),
  );
  const pages = incidents.map(({ id, title }) => {
    const mails = mailsOf(id);
    if (mails.length !== 1) {
      throw new Error(`INC-${id} was mailed ${mails.length} times`);
    }
    return { mail: mails[0], since: accepted.get(title) ?? NaN };
  });
  const row = (end: string, samples: readonly number[]): Row => ({
    name: `${name}, ${end}`,
    count,
    perSecond: null,
    ms: distributionOf(samples),
  });
  return {
    handed: row(
      'handed to the channel',
      pages.map(({ mail: { connectedAt }, since }) => connectedAt - since),
    ),
    taken: row(
      'taken by the mail server',
      pages.map(({ mail: { at }, since }) => at - since),
    ),
  };
}

export default bench;
