import { DateTime } from 'luxon';

/** The span of time that strips show: two weeks from the beginning of the viewer's day. */
export interface Window {
  readonly from: DateTime;
  readonly to: DateTime;
}

const days = 14;

/** The next two weeks. */
export const nextTwoWeeks = (now: DateTime): Window => {
  const from = now.startOf('day');
  return { from, to: from.plus({ days }) };
};

/** Where an instant lies in a window, in percent of its width. */
export const shareOf = ({ from, to }: Window, at: Date): number =>
  ((at.getTime() - from.toMillis()) / (to.toMillis() - from.toMillis())) * 100;

/** The days of a window. */
export const daysOf = ({ from }: Window): DateTime[] =>
  Array.from({ length: days }, (_, day) => from.plus({ days: day }));
