import {
  Layer,
  Restriction,
  Weekday,
  weekdays,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

/** `Mon`, `Tue` …, as written beside a layer. */
export const dayWord = (day: Weekday): string =>
  // The first of January 2024 was a Monday.
  DateTime.fromObject({
    year: 2024,
    month: 1,
    day: weekdays.indexOf(day) + 1,
  }).toFormat('ccc');

/** `Mon–Fri`, `Sat, Sun`. */
function daysWords(days: readonly Weekday[]): string {
  const places = weekdays.flatMap((day, index) =>
    days.includes(day) ? [index] : [],
  );
  const runs: number[][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run && run[run.length - 1] === place - 1) run.push(place);
    else runs.push([place]);
  }
  return runs
    .map(run => {
      const words = run.map(place => dayWord(weekdays[place]));
      return words.length > 2
        ? `${words[0]}–${words[words.length - 1]}`
        : words.join(', ');
    })
    .join(', ');
}

/** `Mon–Fri 09:00–17:00`. */
export const restrictionWords = ({ days, start, end }: Restriction): string =>
  start === end ? daysWords(days) : `${daysWords(days)} ${start}–${end}`;

/** What stands beside the name of a layer: when it counts, else when it hands over. */
export function layerHint({ rotation, restrictions }: Layer): string {
  if (restrictions.length > 0) {
    return restrictions.map(restrictionWords).join('; ');
  }
  return rotation.unit === 'week'
    ? DateTime.fromISO(
        `${rotation.startDate}T${rotation.handoffTime}`,
      ).toFormat('ccc HH:mm')
    : rotation.handoffTime;
}
