// A year of a schedule with many layers, computed; and, as a peer, read minute by minute from a wall clock.
import {
  alwaysInForce,
  Layer,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { isDeepStrictEqual } from 'node:util';
import { BenchContext } from '../bench';
import { distributionOf } from '../distribution';
import { Findings } from '../result';

const timezone = 'America/New_York';
const from = Date.UTC(2026, 0, 1);
const minute = 60_000;
const day = 24 * 60 * minute;

/** Weekly layers of seven people, each open on weekdays at hours of its own, so that all of them show. */
const layers = Array.from({ length: 8 }, (_, index): Layer => ({
  name: `Layer ${index}`,
  timezone: null,
  besideAbove: false,
  effectiveFrom: null,
  until: null,
  restrictions: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      start: `0${index}:30`,
      end: `1${index}:15`,
      timezone: null,
    },
  ],
  rotation: {
    unit: 'week',
    every: 1,
    startDate: '2020-01-06',
    handoffTime: '09:00',
    moreHandoffs: [],
    count: 'all-days',
    extendsBefore: false,
    participants: Array.from(
      { length: 7 },
      (__, person) => `user:default/p${index}-${person}`,
    ),
  },
}));

type TurnRow = readonly [person: string, start: number, end: number];

/** Who is on call when, by the calculator. */
const computed = (to: number): TurnRow[] =>
  turnsBetween(
    alwaysInForce({ timezone, layers }),
    new Date(from),
    new Date(to),
  ).map(({ people, start, end }) => [people.join(), +start, +end]);

/** Who is on call when, by reading a wall clock every minute. */
function readMinuteByMinute(to: number): TurnRow[] {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const rows: TurnRow[] = [];
  let current = '';
  let since = from;
  for (let at = from; at <= to; at += minute) {
    const person =
      at < to ? personAt(Date.parse(`${clock.format(at)}Z`)) : undefined;
    if (person === current) continue;
    if (current) rows.push([current, since, at]);
    current = person ?? '';
    since = at;
  }
  return rows;
}

/** The person of the first layer that is open at a local time. */
function personAt(local: number): string {
  const weekday = new Date(local).getUTCDay();
  const time = new Date(local).toISOString().slice(11, 16);
  if (weekday === 0 || weekday === 6) return '';
  for (const { restrictions, rotation } of layers) {
    if (restrictions.some(({ start, end }) => start <= time && time < end)) {
      const start = Date.parse(
        `${rotation.startDate}T${rotation.handoffTime}Z`,
      );
      const week = Math.floor((local - start) / (7 * day));
      return String(rotation.participants[week % rotation.participants.length]);
    }
  }
  return '';
}

function timed<T>(work: () => T): { ms: number; answer: T } {
  const start = performance.now();
  const answer = work();
  return { ms: performance.now() - start, answer };
}

export function measureYear({
  quick,
  say,
}: BenchContext): Pick<Findings, 'rows' | 'figures' | 'notes'> {
  const to = from + (quick ? 30 : 365) * day;
  const words = `${quick ? 'a month' : 'a year'} of ${layers.length} restricted weekly layers`;
  say(`measuring: ${words}`);
  // Nothing of this process has read a time zone yet.
  const first = timed(() => computed(to));
  const samples = Array.from(
    { length: 220 },
    () => timed(() => computed(to)).ms,
  );
  const warm = distributionOf(samples.slice(20));
  say('reading it minute by minute');
  const read = timed(() => readMinuteByMinute(to));
  if (!isDeepStrictEqual(first.answer, read.answer)) {
    throw new Error(
      `The calculator has ${first.answer.length} turns and the wall clock ${read.answer.length}: they differ`,
    );
  }
  const once = (name: string, ms: number) => ({
    name,
    count: 1,
    perSecond: null,
    ms: distributionOf([ms]),
  });
  return {
    rows: [
      once(`Muster: ${words}, the first calculation of a process`, first.ms),
      { name: `Muster: ${words}`, count: 200, perSecond: null, ms: warm },
      once(`a wall clock read every minute: the same`, read.ms),
    ],
    figures: [
      {
        name: `p95 of ${words}`,
        value: warm.p95,
        unit: 'ms',
        bar: { atMost: 20 },
      },
      {
        name: 'wall clock read every minute ÷ p50 of Muster',
        value: read.ms / warm.p50,
        unit: '',
        bar: null,
      },
    ],
    notes: [
      `Both have the same ${first.answer.length.toLocaleString('en-GB')} turns. The first calculation of a process also loads the zone data and runs code that is not compiled yet.`,
    ],
  };
}
