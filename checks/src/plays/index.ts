import { Check } from '../check';
import { secondsFrom, until } from '../until';
import { Stage } from './Stage';

/** Boundaries at which a process dies in the bounded form: spread over the run. */
const bounded = 4;

/**
 * Kills a replica at boundaries of a run of a play (the commit of each step, either side of it), and looks whether each step
 * had its effect as declared: within Muster once, an idempotent request at least once under one key, any other at most once
 * unless a person said that it had none.
 */
const plays: Check = async ({ report, long }) => {
  const stage = await Stage.start();
  try {
    let boundaries = 0;
    await report.run('a run without a death', async () => {
      await stage.arm(0);
      const verdict = await stage.verdict(await stage.startRun());
      boundaries = await stage.passed();
      return `ended ${verdict}, ${boundaries} boundaries`;
    });
    const chosen = Array.from({ length: boundaries }, (_, n) => n + 1).filter(
      n => long || n % Math.ceil(boundaries / bounded) === 1,
    );
    // Recoveries are not waited for before the next death, as long as two replicas run.
    const pending: { name: string; verdict: Promise<string> }[] = [];
    for (const n of chosen) {
      const name = `kill -9 at boundary ${n} of ${boundaries}`;
      if (!report.wants(name)) continue;
      const { verdict, died } = dieAt(stage, n);
      verdict.catch(() => {});
      await died.catch(() => {});
      pending.push({ name, verdict });
    }
    for (const { name, verdict } of pending) {
      await report.run(name, () => verdict);
    }
  } finally {
    await stage.stop();
  }
};

function dieAt(stage: Stage, n: number) {
  const dying = (async () => {
    await until(
      'two replicas run',
      () => stage.fleet.replicas.filter(({ running }) => running).length >= 2,
      60,
    );
    const before = await stage.died();
    await stage.arm(n);
    const starting = stage.startRun();
    await until(
      `a process dies at boundary ${n}`,
      async () => (await stage.died()) > before,
      60,
    );
    return { starting, since: performance.now() };
  })();
  return {
    died: dying,
    verdict: dying.then(async ({ starting, since }) => {
      const ended = await stage.verdict(await starting);
      return `ended ${ended}, ${secondsFrom(since)} after the death`;
    }),
  };
}

export default plays;
