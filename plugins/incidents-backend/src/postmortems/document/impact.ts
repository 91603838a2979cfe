import {
  KeyMoment,
  MeasuredFigure,
} from '@muster/backstage-plugin-incidents-common';
import { countInWords, durationInWords } from './inWords';
import { EntryMark } from './timeline/entryStore';

/** A point in time with the word for it. */
interface Point {
  readonly word: string;
  /** Null when it is not known. */
  readonly at: Date | null;
  /** What to do about that. */
  readonly remedy: string;
}

/**
 * The figures that follow from the timeline, hidden entries as well: when who noticed and did what, and how much there was of it.
 * They need nothing but the postmortem's own entries, so that they stand when the incident is gone.
 */
export function measuredFigures(
  entries: readonly EntryMark[],
): MeasuredFigure[] {
  const moment = (name: KeyMoment): Point => ({
    word: name,
    at: entries.find(entry => entry.moment === name)?.at ?? null,
    remedy: `no entry is marked as the key moment “${name}”`,
  });
  const acknowledged: Point = {
    word: 'the first acknowledgement',
    at:
      entries.find(
        ({ source, type }) => source === 'incident' && type === 'acknowledged',
      )?.at ?? null,
    remedy: 'nobody has acknowledged it',
  };
  const started = moment('started');
  // Where nothing says when it began, it counts from when it was noticed.
  const begun = started.at ? started : moment('detected');
  return [
    between('duration', 'Duration', begun, moment('resolved')),
    between('time-to-detect', 'Time to detect', started, moment('detected')),
    between(
      'time-to-acknowledge',
      'Time to acknowledge',
      moment('detected'),
      acknowledged,
    ),
    between(
      'time-to-declare',
      'Time to declare',
      moment('detected'),
      moment('declared'),
    ),
    between('time-to-mitigate', 'Time to mitigate', begun, moment('mitigated')),
    count('alerts', 'Alerts', 'alert', entries.filter(isAlert).length),
    count('pages', 'Pages', 'page', entries.filter(isPage).length),
    count(
      'changes',
      'Changes shortly before and during it',
      'change',
      entries.filter(isChange).length,
    ),
  ];
}

const isAlert = ({ source, type }: EntryMark) =>
  source === 'alert' && type === 'alert';
const isPage = ({ source, type }: EntryMark) =>
  source === 'page' && type === 'paged';
const isChange = ({ source }: EntryMark) => source === 'change';

function between(
  key: string,
  label: string,
  from: Point,
  to: Point,
): MeasuredFigure {
  const figure = { key, label, unit: 'seconds' as const };
  const missing = [from, to].find(({ at }) => at === null);
  if (missing || !from.at || !to.at) {
    return { ...figure, value: null, text: `Not known: ${missing?.remedy}` };
  }
  const seconds = Math.round((to.at.getTime() - from.at.getTime()) / 1000);
  return seconds < 0
    ? {
        ...figure,
        value: null,
        text: `Not known: ${to.word} is before ${from.word}; look at the key moments`,
      }
    : {
        ...figure,
        value: seconds,
        text: `${durationInWords(seconds)}, from ${from.word} to ${to.word}`,
      };
}

const count = (
  key: string,
  label: string,
  unit: string,
  value: number,
): MeasuredFigure => ({
  key,
  label,
  unit: 'count',
  value,
  text: countInWords(value, unit),
});
