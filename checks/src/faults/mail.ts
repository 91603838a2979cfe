import { Report } from '../check';
import { MailWeather } from '../fleet';
import { until } from '../until';
import { Scene } from './Scene';

const ills: readonly {
  readonly weather: MailWeather;
  readonly name: string;
}[] = [
  { weather: 'down', name: 'SMTP is down' },
  { weather: 'silent', name: 'SMTP says nothing' },
  { weather: 'garbage', name: 'SMTP speaks nonsense' },
];

/** The mail server falls ill, a page fails once, and arrives when the server is well again. */
export async function breakMail(scene: Scene, report: Report): Promise<void> {
  for (const { weather, name } of ills) {
    await report.run(`${name}, then well again`, async () => {
      const key = `mail ${weather}`;
      await scene.mail.become(weather);
      await scene.monitor.trigger(key);
      const detail = await until(
        'an attempt fails',
        () => failedAttempt(scene, key),
        20,
      ).finally(() => scene.mail.become('well'));
      const figures = await scene.verdict([key], performance.now());
      return `first “${detail}”; ${figures}`;
    });
  }
  await report.run('SMTP refuses, for good', async () => {
    const key = 'mail refused';
    await scene.mail.become('refusing');
    await scene.monitor.trigger(key);
    const figures = await scene
      .verdict([key], performance.now())
      .finally(() => scene.mail.become('well'));
    const [{ id }] = await scene.audit.incidentsOf([key]);
    const entry: { text: string } | undefined = await scene
      .knex('timeline')
      .where({ incident_id: id, kind: 'page-failed' })
      .first('text');
    if (!entry) throw new Error('the timeline does not say so');
    return `the timeline says “${entry.text}”; ${figures}`;
  });
}

/** What the ledger says of an attempt that is to be repeated. */
export async function failedAttempt(
  scene: Scene,
  key: string,
): Promise<string | undefined> {
  const [incident] = await scene.audit.incidentsOf([key]);
  if (!incident) return undefined;
  const attempt: { detail: string } | undefined = await scene
    .knex('delivery_attempts')
    .join('deliveries', 'deliveries.id', 'delivery_attempts.delivery_id')
    .where({ incident_id: incident.id, outcome: 'retry' })
    .first('detail');
  return attempt?.detail;
}
