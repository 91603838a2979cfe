import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useEffect, useState } from 'react';
import { Speed, Story } from './replay';

/** Between two looks while it runs. */
const tickMillis = 100;
/** Where little motion is asked for, each entry stands so long. */
const stepMillis = 2_500;

/** A replay that runs, pauses, and goes where it is told. */
export interface Replaying {
  readonly moment: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly skipQuiet: boolean;
  /** The viewer's system asks for little motion, so that it goes from entry to entry. */
  readonly stepwise: boolean;
  readonly setSpeed: (speed: Speed) => void;
  readonly setSkipQuiet: (skip: boolean) => void;
  /** Goes to a moment, and stays there. */
  readonly goTo: (moment: number) => void;
  /** Plays, pauses, or begins anew at the end. */
  readonly toggle: () => void;
}

/** Runs a story from its beginning; still until somebody plays it. */
export function useReplay(story: Story): Replaying {
  const stepwise = useMediaQuery('(prefers-reduced-motion: reduce)');
  const [moment, setMoment] = useState(0);
  const [wanted, setWanted] = useState(false);
  const [speed, setSpeed] = useState<Speed>(60);
  const [skipQuiet, setSkipQuiet] = useState(true);
  const atEnd = moment >= story.end;
  const playing = wanted && !atEnd;

  useEffect(() => {
    if (!playing) return undefined;
    if (stepwise) {
      const timer = setInterval(
        () => setMoment(now => story.after(now)),
        stepMillis,
      );
      return () => clearInterval(timer);
    }
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      // A tab that slept does not jump ahead.
      const watched = Math.min(now - last, 2 * tickMillis);
      last = now;
      setMoment(from => story.advanced(from, watched, speed, skipQuiet));
    }, tickMillis);
    return () => clearInterval(timer);
  }, [playing, stepwise, story, speed, skipQuiet]);

  return {
    moment,
    playing,
    speed,
    skipQuiet,
    stepwise,
    setSpeed,
    setSkipQuiet,
    goTo: to => {
      setWanted(false);
      setMoment(Math.min(story.end, Math.max(0, to)));
    },
    toggle: () => {
      if (atEnd) setMoment(0);
      setWanted(!playing);
    },
  };
}
