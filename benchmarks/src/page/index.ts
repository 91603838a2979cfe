// How soon somebody is paged: from the monitor's 202 to the channel's connection to the mail server, which it makes as soon
// as it is handed the page; and to the end of the conversation there. Each event is a new incident of a service that pages one
// person. The catalog refreshes itself all the while, in the same process, as it does in a portal.
import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Fleet, MailServer, Replica } from '@muster/checks/src/fleet';
import { Knex } from 'knex';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Row } from '../result';
import { until } from '../until';
import { storm } from './storm';
import { gathered } from './summaries';
import { createTown, Town } from './town';

const rates = [1, 10, 50];
/** As it ships; checks, which count every page, do without it. */
const singlePagesPerMinute = 5;
/**
 * So many that nobody is paged more than five times within a minute, also while what came before still counts: then every page
 * goes by itself, and what is measured is the road, not the rule.
 */
const people = 300;
/** Who have all of a storm; from their sixth page of a minute on, pages wait for a summary. */
const fewPeople = 10;
/** By the rule. */
const longestSeconds = 30;
/** In which a delayed page is found due, and sent. */
const slackSeconds = 2;

const bench: Bench = async ({ quick, say }) => {
  const seconds = quick ? 3 : 20;
  const worstRate = rates[rates.length - 1];
  say('starting PostgreSQL (fsync on), a mail server and two backends');
  const town = await createTown(quick ? 60 : people);
  const mail = await MailServer.start();
  const fleet = await Fleet.start({
    replicas: 2,
    fsync: true,
    config: {
      incidents: {
        eventsPerMinutePerKey: 10_000_000,
        email: mail.config,
      },
      catalog: {
        // With its 600 entities as many a second as a portal of 12,000 in ten minutes.
        processingInterval: { seconds: 30 },
        locations: [
          { type: 'file', target: '../../examples/catalog-info.yaml' },
          town.location,
        ],
      },
    },
    env: {
      APP_CONFIG_incidents_singlePagesPerMinute: `${singlePagesPerMinute}`,
    },
  });
  const knex = connect(fleet.postgres.url);
  try {
    say(`setting up ${town.services.length} services with a policy each`);
    const keys = await settle(fleet, knex, town);
    const roads: { handed: Row; taken: Row }[] = [];
    let paged = 0;
    const road = (name: string, rate: number, length: number) => {
      const turn = paged % keys.length;
      paged += rate * length;
      return storm(name, {
        ...{ fleet, mail, knex, rate, seconds: length },
        // Whoever was paged longest ago comes first.
        keys: [...keys.slice(turn), ...keys.slice(0, turn)],
      });
    };
    await road('warm-up', 5, 3);
    for (const rate of rates) {
      say(`measuring: ${rate} incidents a second for ${seconds} s`);
      const name = `${rate} incidents a second`;
      const singles = await road(
        name,
        rate,
        rate === 1 ? seconds * 2 : seconds,
      );
      const row = (end: string, samples: readonly number[]): Row => ({
        name: `${name}, ${end}`,
        count: samples.length,
        perSecond: null,
        ms: distributionOf(samples),
      });
      roads.push({
        handed: row(
          'handed to the channel',
          singles.map(({ handedMs }) => handedMs),
        ),
        taken: row(
          'taken by the mail server',
          singles.map(({ takenMs }) => takenMs),
        ),
      });
    }
    say(`measuring: ${worstRate} a second for ${fewPeople} people`);
    const summaries = await gathered(
      `${worstRate} incidents a second for ${fewPeople} people`,
      {
        ...{ fleet, knex, rate: worstRate, seconds: quick ? 3 : 10 },
        keys: keys.slice(0, fewPeople),
      },
    );
    const worst = roads[roads.length - 1].handed;
    return {
      title: 'Page: from accepted to the channel, and to the mail server',
      database: await describeDatabase(knex),
      rows: [
        ...roads.map(({ handed }) => handed),
        ...roads.map(({ taken }) => taken),
        ...summaries.rows,
      ],
      figures: [
        {
          name: `p99 to the channel in a storm of ${worstRate} incidents a second`,
          value: worst.ms?.p99 ?? NaN,
          unit: 'ms',
          bar: { atMost: 500 },
        },
        {
          name: 'the longest that a page waited for a summary to leave',
          value: Number(summaries.longestSeconds.toFixed(1)),
          unit: 's',
          bar: { atMost: longestSeconds + slackSeconds },
        },
        {
          name: `messages for ${summaries.pages} pages of ${fewPeople} people`,
          value: summaries.messages,
          unit: 'messages',
          bar: null,
        },
      ],
      notes: [
        `Two backend processes share the cores with PostgreSQL, the mail server and the sender; each takes part in refreshing the catalog. The storm rule is as it ships: from the ${singlePagesPerMinute + 1}th page of a minute on, a person’s pages wait at most ${longestSeconds} s into one message.`,
        `Above, each of ${town.services.length} services pages somebody of its own, so that the rule lets every page through: each was one mail. Below, the same storm for ten people shows what the rule holds back.`,
        'The mail server greets after 100 ms, in which it looks for early talkers; that is part of what it takes until the mail is taken.',
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
    await mail.stop();
    await town.remove();
  }
};

/** Waits for the catalog's entities, and has each service page its person. @returns an integration's key for each */
async function settle(
  { replicas }: Fleet,
  knex: Knex,
  { services }: Town,
): Promise<readonly string[]> {
  await until(
    'the directory knows the town',
    async () => {
      const [{ n }] = await knex('incidents.directory_entities')
        .whereIn(
          'ref',
          services.flatMap(one => [one.entityRef, one.personRef]),
        )
        .count<{ n: string }[]>({ n: '*' });
      return Number(n) === services.length * 2;
    },
    120_000,
  );
  const keys: string[] = [];
  for (const { entityRef, personRef } of services) {
    keys.push(await pageOnePerson(replicas[0], entityRef, personRef));
  }
  // The other replica may remember for some seconds what it has read before.
  await sleep(6_000);
  return keys;
}

/** A policy that pages one person, so that a page is one mail. @returns an integration's key */
async function pageOnePerson(
  { api }: Replica,
  entityRef: string,
  personRef: string,
): Promise<string> {
  const admin = await api.as('user:default/sana.iqbal');
  const policy = await admin.call(contract.escalation.createPolicy, {
    body: {
      name: `Bench of ${entityRef}`,
      ownerRef: 'group:default/team-payments',
      steps: [{ targets: [{ type: 'person', ref: personRef }] }],
    },
  });
  await admin.call(contract.escalation.bind, {
    body: { entityRef, policyId: policy.id },
  });
  return api.createIntegration(`Bench of ${entityRef}`, entityRef);
}

export default bench;
