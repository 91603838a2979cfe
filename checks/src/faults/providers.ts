import { contract } from '@muster/backstage-plugin-incidents-common';
import {
  TwilioStandIn,
  TwilioWeather,
} from '@muster/backstage-plugin-incidents-backend-module-twilio/src/testing/TwilioStandIn';
import { z } from 'zod';
import { Report } from '../check';
import { Monitor } from '../fleet';
import { until } from '../until';
import { failedAttempt } from './mail';
import { Scene } from './Scene';

const piotr = 'user:default/piotr.nowak';
const phone = '+14155550123';
/** Nothing but the first step is wanted here. */
const delayMinutes = 60;

/** The one that hangs comes first: whoever has failed lately is asked last, and would not be asked. */
const ills: readonly {
  readonly weather: TwilioWeather;
  readonly name: string;
}[] = [
  { weather: 'silent', name: 'never answers' },
  { weather: 'down', name: 'is down' },
  { weather: 'limiting', name: 'says 429' },
  { weather: 'garbage', name: 'answers nonsense' },
  { weather: 'failing', name: 'says 503' },
];
/** Tried of both accounts in the bounded form too: only this one says when to come back. */
const alwaysOfBoth: TwilioWeather = 'limiting';

const attemptRow = z.object({
  detail: z.string(),
  at: z.coerce.date(),
});

/** Twilio falls ill, alone and together with the account that stands in for it. */
export async function breakTwilio(
  scene: Scene,
  report: Report,
  long: boolean,
): Promise<void> {
  const { twilio, standby } = scene;
  const monitor = await scene.connect(
    'component:default/mailer',
    [piotr],
    delayMinutes,
  );
  await addPhone(scene);

  for (const { weather, name } of ills) {
    await report.run(`Twilio ${name}, its standby is well`, () =>
      whileIll(weather, [twilio], async () => {
        const keys = Array.from({ length: 3 }, (_, n) => `${weather} ${n}`);
        await Promise.all(keys.map(key => monitor.trigger(key)));
        const figures = await scene.verdict(keys, performance.now(), {
          monitor,
        });
        const attempts = await attemptsOf(scene, keys);
        const failedOver = attempts.filter(({ detail }) =>
          /; twilio-standby: queued/.test(detail),
        );
        if (attempts.length !== keys.length) {
          throw new Error(`not at once: ${JSON.stringify(attempts)}`);
        }
        return `${failedOver.length} of ${keys.length} went on to the standby within the attempt; ${figures}`;
      }),
    );
  }

  await report.run('Twilio is slow', () =>
    whileIll('slow', [twilio, standby], async () => {
      const figures = await pageOnce(scene, monitor, 'slow');
      return `once, after ${twilio.slowSeconds} s; ${figures}`;
    }),
  );

  for (const { weather, name } of ills) {
    if (weather !== alwaysOfBoth && !long) continue;
    await report.run(`Twilio and its standby: ${name}, then well`, async () => {
      const key = `both ${weather}`;
      await whileIll(weather, [twilio, standby], async () => {
        await monitor.trigger(key);
        return until('an attempt fails', () => failedAttempt(scene, key), 60);
      });
      const figures = await scene.verdict([key], performance.now(), {
        monitor,
      });
      const [first, second] = await attemptsOf(scene, [key]);
      const pause = (second.at.getTime() - first.at.getTime()) / 1000;
      if (weather === 'limiting' && pause < twilio.retryAfterSeconds) {
        throw new Error(`asked again after ${pause} s`);
      }
      return `first “${first.detail}”, again after ${pause.toFixed(1)} s; ${figures}`;
    });
  }
}

async function whileIll(
  weather: TwilioWeather,
  accounts: readonly TwilioStandIn[],
  work: () => Promise<string>,
): Promise<string> {
  const become = (now: TwilioWeather) => {
    for (const account of accounts) account.weather = now;
  };
  become(weather);
  return work().finally(() => become('well'));
}

async function pageOnce(
  scene: Scene,
  monitor: Monitor,
  key: string,
): Promise<string> {
  await monitor.trigger(key);
  const figures = await scene.verdict([key], performance.now(), { monitor });
  const attempts = await attemptsOf(scene, [key]);
  if (attempts.length !== 1) throw new Error(JSON.stringify(attempts));
  return figures;
}

/** Piotr adds a phone, and enters the code that comes. */
async function addPhone(scene: Scene): Promise<void> {
  const api = await scene.running[0].api.as(piotr);
  const { paging } = contract;
  const { id } = await api.call(paging.addMethod, {
    body: { channel: 'sms', address: phone, label: '' },
  });
  const code = await until(
    'a code comes by SMS',
    () => /code is (\w+)/.exec(scene.textsTo(phone).at(-1) ?? '')?.[1],
    20,
  );
  await api.call(paging.verifyMethod, { params: { id }, body: { code } });
}

/** What the ledger says of text messages, oldest first. */
async function attemptsOf(scene: Scene, keys: readonly string[]) {
  const incidents = await scene.audit.incidentsOf(keys);
  const rows: unknown = await scene
    .knex('delivery_attempts')
    .join('deliveries', 'deliveries.id', 'delivery_attempts.delivery_id')
    .where({ 'deliveries.channel': 'sms' })
    .whereIn(
      'incident_id',
      incidents.map(({ id }) => id),
    )
    .orderBy('attempt')
    .select('detail', 'at');
  return z.array(attemptRow).parse(rows);
}
