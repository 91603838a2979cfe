import { Check } from '../check';
import { acknowledgeWhilePaging } from './acknowledged';
import { startWithoutCatalog } from './catalog';
import { stepClock } from './clock';
import { killAtBoundaries } from './deaths';
import { breakMail } from './mail';
import { raceTransitions } from './races';
import { Scene } from './Scene';
import { restartPostgres, truncateQueue } from './storms';
import { walkTheRoad } from './walk';

/** Breaks things under running replicas, and counts what became of what was accepted. */
const faults: Check = async ({ report, long }) => {
  const scene = await Scene.start(3);
  try {
    await killAtBoundaries(scene, report, long);
    if (long) await walkTheRoad(scene, report);
    await raceTransitions(scene, report);
    await breakMail(scene, report);
    await acknowledgeWhilePaging(scene, report);
    await truncateQueue(scene, report);
    await restartPostgres(scene, report);
    await stepClock(scene, report);
    await startWithoutCatalog(scene, report);
  } finally {
    await scene.stop();
  }
};

export default faults;
