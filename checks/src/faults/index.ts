import { Check, CheckContext } from '../check';
import { acknowledgeWhilePaging } from './acknowledged';
import { startWithoutCatalog } from './catalog';
import { stepClock } from './clock';
import { killAtBoundaries } from './deaths';
import { breakMail } from './mail';
import { outlastOutage } from './outage';
import { breakTwilio } from './providers';
import { raceTransitions } from './races';
import { stepReplicaClock } from './replicaClock';
import { Scene } from './Scene';
import { restartPostgres, truncateQueue } from './storms';
import { walkTheRoad } from './walk';

/** Processes die, each death waiting for its recovery; then others fail them, and their clocks do. */
async function deaths({ report, long }: CheckContext, scene: Scene) {
  await killAtBoundaries(scene, report, long);
  await breakTwilio(scene, report, long);
  await stepReplicaClock(scene, report);
  if (long) await walkTheRoad(scene, report);
  await outlastOutage(scene, report);
}

/** What surrounds the processes falls ill. */
async function troubles({ report }: CheckContext, scene: Scene) {
  await raceTransitions(scene, report);
  await breakMail(scene, report);
  await acknowledgeWhilePaging(scene, report);
  await truncateQueue(scene, report);
  await restartPostgres(scene, report);
  await stepClock(scene, report);
  await startWithoutCatalog(scene, report);
}

/**
 * Breaks things under running replicas, and counts what became of what was accepted. Two scenes play
 * beside each other: both mostly wait for what recovers.
 */
const faults: Check = async context => {
  const play = async (act: typeof deaths) => {
    const scene = await Scene.start(3);
    await act(context, scene).finally(() => scene.stop());
  };
  await Promise.all([play(deaths), play(troubles)]);
};

export default faults;
