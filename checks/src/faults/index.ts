import { Check } from '../check';
import { killAtBoundaries } from './deaths';
import { Scene } from './Scene';

/** Breaks things under running replicas, and counts what became of what was accepted. */
const faults: Check = async ({ report }) => {
  const scene = await Scene.start(3);
  try {
    await killAtBoundaries(scene, report);
  } finally {
    await scene.stop();
  }
};

export default faults;
