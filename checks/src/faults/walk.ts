import { Report } from '../check';
import { until } from '../until';
import { Scene } from './Scene';

/** No road is longer; a walk that gets here goes in circles. */
const mostBoundaries = 500;
/** Seconds in which a page has gone its whole road when nobody dies, its last job finished. */
const wholeRoad = 5;

/**
 * kill -9 at the first boundary of an alert's road, at the second, and so on until an alert comes
 * through without a death: before and after each statement, each commit, each mail. Takes an hour.
 */
export async function walkTheRoad(scene: Scene, report: Report): Promise<void> {
  let arrived = false;
  for (let n = 1; !arrived && n <= mostBoundaries; n++) {
    await report.run(`kill -9 at boundary ${n}`, async () => {
      const key = `boundary ${n}`;
      await scene.allRunning();
      const before = (await scene.deaths()).length;
      await scene.armNumber(n);
      const accepted = scene.monitor.trigger(key);
      let passed = 0;
      const where = await until(
        'a process dies, or the road is over',
        async () =>
          (await scene.deaths()).at(before) ?? (await isOver(scene, key)),
        60,
      ).finally(async () => {
        // Also when nobody died in time: nobody may die of it later.
        passed = await scene.disarmNumber();
      });
      const died = performance.now();
      await accepted;
      arrived = where === whole;
      const figures = await scene.verdict([key], died);
      return arrived
        ? `nobody died on the ${passed} boundaries of the road; ${figures}`
        : `${where}; ${figures}`;
    });
  }
}

const whole = 'the whole road';

/** Answers once the page has been sent for a while. */
async function isOver(scene: Scene, key: string): Promise<string | undefined> {
  if (!(await scene.audit.isSettled([key]).catch(() => false)))
    return undefined;
  const since = performance.now();
  const before = (await scene.deaths()).length;
  const died = await until(
    'its last job is finished',
    async () =>
      (await scene.deaths()).at(before) ??
      (performance.now() - since > wholeRoad * 1000 && whole),
    wholeRoad + 5,
  );
  return died;
}
