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
  /** Left to `--long`: its kind is covered by another one. */
  readonly onlyLong?: boolean;
}

/** Recovered within seconds. */
const quick: readonly Death[] = [
  { boundary: 'before-ingest', words: 'before an event is committed' },
  { boundary: 'after-ingest', words: 'after the commit, before 202' },
  {
    boundary: 'after-take-delivery',
    words: 'a page is taken by its sender',
  },
  {
    boundary: 'before-claim',
    words: 'before a page is marked as being sent',
    onlyLong: true,
  },
  {
    boundary: 'before-step',
    words: 'before a step is committed',
    then: 'escalate',
  },
  {
    boundary: 'after-step',
    words: 'after a step',
    then: 'escalate',
    onlyLong: true,
  },
  {
    boundary: 'before-acknowledgement',
    words: 'before an acknowledgement is committed',
    onlyLong: true,
    then: 'acknowledge',
  },
  {
    boundary: 'after-acknowledgement',
    words: 'after an acknowledgement, before its answer',
    then: 'acknowledge',
  },
];

/** The page stands as being sent, and its sender is taken for dead after half a minute. */
const slow: readonly Death[] = [
  { boundary: 'before-mail', words: 'marked as being sent, not sent' },
  {
    boundary: 'after-mail',
    words: 'sent, before the receipt is written',
  },
  {
    boundary: 'before-receipt',
    words: 'before a receipt is committed',
    onlyLong: true,
  },
  { boundary: 'after-receipt', words: 'after a receipt is committed' },
];

/**
 * In ms after a death: later, what it left is taken up again, and would pass the next boundary in place of the event that
 * is to lead there.
 */
const untilTakenUp = 20_000;

/**
 * kill -9 at a boundary of each kind. Slow recoveries are not waited for before the next death, nor
 * are starts of dead processes, as long as two run.
 */
export async function killAtBoundaries(
  scene: Scene,
  report: Report,
  long: boolean,
): Promise<void> {
  const isChosen = ({ onlyLong }: Death) => long || !onlyLong;
  const nameOf = ({ words }: Death) => `kill -9: ${words}`;
  for (const death of quick.filter(isChosen)) {
    await report.run(nameOf(death), async () => {
      const { figures } = await dieAt(scene, death);
      return figures();
    });
  }
  const pending: { death: Death; verdict: Promise<string> }[] = [];
  let firstDeath: number | undefined;
  for (const death of slow.filter(isChosen)) {
    if (!report.wants(nameOf(death))) continue;
    await twoRunning(scene);
    if (firstDeath && performance.now() - firstDeath > untilTakenUp) {
      await Promise.allSettled(pending.map(({ verdict }) => verdict));
      firstDeath = undefined;
    }
    firstDeath ??= performance.now();
    const dying = dieAt(scene, death);
    const verdict = dying.then(({ figures }) => figures());
    pending.push({ death, verdict });
    // What goes wrong is told below, when all of them have died.
    verdict.catch(() => {});
    await dying.catch(() => {});
  }
  for (const { death, verdict } of pending) {
    await report.run(nameOf(death), () => verdict);
  }
  await scene.allRunning();
}

/** @returns as soon as a process has died there; `figures` waits for the recovery */
async function dieAt(
  scene: Scene,
  { boundary, then }: Death,
): Promise<{ figures: () => Promise<string> }> {
  const key = `death ${boundary}`;
  await twoRunning(scene);
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
  return {
    figures: async () => {
      await leading;
      return scene.verdict([key], died, {
        pages: then === 'escalate' ? 2 : 1,
      });
    },
  };
}

const twoRunning = (scene: Scene): Promise<unknown> =>
  until('two replicas run', () => scene.running.length >= 2, 60);

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
