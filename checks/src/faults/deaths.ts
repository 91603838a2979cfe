import { contract } from '@muster/backstage-plugin-incidents-common';
import { Report } from '../check';
import { until } from '../until';
import { Scene } from './Scene';

/** A boundary at which a process is killed, and what leads there. */
interface Death {
  readonly boundary: string;
  readonly words: string;
  /** What a person does once the incident is paged; else the event itself leads there. */
  readonly then?: 'escalate' | 'acknowledge';
  /** True: the mail may be out already when the process dies, so it comes a second time. */
  readonly repeats?: boolean;
}

/** One boundary of each kind, in the order of the road. */
const deaths: readonly Death[] = [
  { boundary: 'before-ingest', words: 'before an event is committed' },
  { boundary: 'after-ingest', words: 'after the commit, before 202' },
  {
    boundary: 'after-take-paging.deliver.email',
    words: 'a page’s job is taken',
  },
  { boundary: 'before-claim', words: 'before a page is marked as being sent' },
  { boundary: 'before-mail', words: 'marked as being sent, not sent' },
  {
    boundary: 'after-mail',
    words: 'sent, before the receipt is written',
    repeats: true,
  },
  {
    boundary: 'before-receipt',
    words: 'before the receipt is committed',
    repeats: true,
  },
  {
    boundary: 'after-receipt',
    words: 'after the receipt, before its job ends',
  },
  {
    boundary: 'before-step',
    words: 'before a step is committed',
    then: 'escalate',
  },
  { boundary: 'after-step', words: 'after a step', then: 'escalate' },
  {
    boundary: 'before-acknowledgement',
    words: 'before an acknowledgement is committed',
    then: 'acknowledge',
  },
  {
    boundary: 'after-acknowledgement',
    words: 'after an acknowledgement, before its answer',
    then: 'acknowledge',
  },
];

/** kill -9 at a boundary of each kind. A recovery takes up to half a minute, so the next death does not wait for it. */
export async function killAtBoundaries(
  scene: Scene,
  report: Report,
): Promise<void> {
  const verdicts: { name: string; verdict: Promise<string> }[] = [];
  for (const death of deaths) {
    const name = `kill -9: ${death.words}`;
    if (!report.wants(name)) continue;
    const dying = dieAt(scene, death);
    const verdict = dying.then(({ figures }) => figures);
    verdicts.push({ name, verdict });
    // What goes wrong is told below, in the order of the road.
    verdict.catch(() => {});
    await dying.then(({ revived }) => revived).catch(() => {});
  }
  for (const { name, verdict } of verdicts) {
    await report.run(name, () => verdict);
  }
}

async function dieAt(
  scene: Scene,
  { boundary, then, repeats }: Death,
): Promise<{ revived: Promise<void>; figures: Promise<string> }> {
  const key = `death ${boundary}`;
  if (then) {
    await scene.monitor.trigger(key);
    await until(`${key} is paged`, () => scene.audit.isSettled([key]), 20);
  }
  const before = (await scene.deaths()).length;
  await scene.arm(boundary);
  const leading = then
    ? command(scene, key, then)
    : scene.monitor.trigger(key).then(() => {});
  await until(
    `a process dies at ${boundary}`,
    async () => (await scene.deaths()).length > before,
    20,
  );
  const died = performance.now();
  await until(
    'it is gone',
    () => scene.running.length < scene.fleet.replicas.length,
    5,
  );
  const revived = scene.revive();
  const figures = leading.then(() =>
    scene.verdict([key], died, { mostMails: repeats ? 2 : 1 }),
  );
  return { revived, figures };
}

/** A person presses a button, and again on another replica when there is no answer. */
async function command(
  scene: Scene,
  key: string,
  what: 'escalate' | 'acknowledge',
): Promise<void> {
  const [{ id }] = await scene.audit.incidentsOf([key]);
  const api = contract.incidents[what];
  await until(
    `somebody can ${what}`,
    async () => {
      for (const replica of scene.running) {
        const ana = await replica.api
          .as('user:default/ana.ruiz')
          .catch(() => undefined);
        const answer = await ana
          ?.call(api, { params: { id: String(id) } })
          .catch(() => undefined);
        if (answer) return answer;
      }
      return undefined;
    },
    30,
  );
}
