import {
  CallOutput,
  contract,
  CoverRequest,
  Me,
  Schedule,
  ScheduleCalendar,
} from '@muster/backstage-plugin-incidents-common';
import { ana, ben, minutesAgo, payments } from './builders';
import { FakeServer } from './FakeServer';

const { oncall, portal, escalation } = contract;

/** Ana of the Payments team, who is reachable. */
export const anaHerself = (over: Partial<Me> = {}): Me => ({
  person: ana,
  groups: [payments],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
  ...over,
});

/** Payments primary: Ana and Ben, weekly. */
export const aSchedule = (over: Partial<Schedule> = {}): Schedule => ({
  id: 's1',
  name: 'Payments primary',
  description: '',
  ownerRef: payments.ref,
  timezone: 'Europe/Madrid',
  layers: [
    {
      name: 'Weekly',
      rotation: {
        unit: 'week',
        every: 1,
        startDate: '2024-01-01',
        handoffTime: '09:00',
        moreHandoffs: [],
        count: 'all-days',
        extendsBefore: false,
        participants: [ana.ref, ben.ref],
      },
      timezone: null,
      restrictions: [],
      besideAbove: false,
      effectiveFrom: null,
      until: null,
    },
  ],
  version: 3,
  updatedAt: minutesAgo(60),
  updatedBy: ana,
  archivedAt: null,
  may: ['edit'],
  ...over,
});

type Listed = CallOutput<typeof oncall.listSchedules>['items'][number];

/** As the list shows it. */
export const aListed = (over: Partial<Listed> = {}): Listed => ({
  ...aSchedule(),
  now: [ana],
  until: '2040-01-05T09:00:00.000Z',
  firstGap: null,
  ...over,
});

type Detail = CallOutput<typeof oncall.getSchedule>;

/** As its own page shows it. */
export const aScheduleDetail = (over: Partial<Detail> = {}): Detail => ({
  ...aSchedule(),
  now: [ana],
  until: '2040-01-05T09:00:00.000Z',
  next: [ben],
  gaps: [],
  proposals: [],
  warnings: [],
  ...over,
});

/** A calendar with nothing in it. */
export const aCalendar = (
  over: Partial<ScheduleCalendar> = {},
): ScheduleCalendar => ({
  final: [],
  layers: [],
  gaps: [],
  overrides: [],
  temporary: [],
  shadows: [],
  clockChanges: [],
  zoneData: '2025b',
  ...over,
});

/** Ben asks Ana to cover. */
export const aRequest = (over: Partial<CoverRequest> = {}): CoverRequest => ({
  id: 'r1',
  schedule: { id: 's1', name: 'Payments primary' },
  asker: ben,
  asked: ana,
  start: '2040-01-07T09:00:00.000Z',
  end: '2040-01-07T21:00:00.000Z',
  inReturn: null,
  reason: 'wedding',
  state: 'open',
  createdAt: minutesAgo(30),
  answeredAt: null,
  may: ['accept', 'decline'],
  ...over,
});

type Mine = CallOutput<typeof oncall.myOnCall>;

/** Ana's own duty: one shift, that has begun. */
export const aDuty = (over: Partial<Mine> = {}): Mine => ({
  shifts: [
    {
      schedule: { id: 's1', name: 'Payments primary' },
      participant: ana,
      start: minutesAgo(60),
      end: '2040-01-05T09:00:00.000Z',
      passable: { start: minutesAgo(0), end: '2040-01-05T09:00:00.000Z' },
    },
  ],
  load: {
    past: { hours: 168, nightHours: 56, weekendHours: 48 },
    ahead: { hours: 84, nightHours: 28, weekendHours: 24 },
  },
  requests: [],
  leave: [],
  conflicts: [],
  shadowing: [],
  ...over,
});

/** A server with one schedule, Ana on call now, Ben after her, and nothing wrong. */
export const onCallServer = (): FakeServer =>
  new FakeServer()
    .on(portal.me, anaHerself())
    .on(oncall.listSchedules, { items: [aListed()] })
    .on(oncall.getSchedule, aScheduleDetail())
    .onCall(oncall.calendar, ({ query }) => anaThenBen(query))
    .on(oncall.explain, {
      at: minutesAgo(0),
      people: [ana],
      lines: ['Ana has this turn of “Weekly”', 'No override stands'],
    })
    .on(oncall.versions, {
      items: [
        {
          version: 3,
          savedAt: minutesAgo(60),
          savedBy: ana,
          effectiveFrom: minutesAgo(60),
          content: aSchedule(),
          changes: ['Ben has a turn of “Weekly”'],
        },
      ],
    })
    .on(oncall.load, {
      items: [
        {
          person: ana,
          shifts: 6,
          hours: 1008,
          nightHours: 336,
          weekendHours: 288,
        },
      ],
    })
    .on(oncall.myOnCall, aDuty())
    .on(oncall.suggestCover, {
      items: [
        { person: ben, hours: 12, weekendHours: 4, obstacle: null },
        { person: ana, hours: 80, weekendHours: 24, obstacle: 'is on call' },
      ],
    })
    .on(oncall.listFeeds, { items: [] })
    .on(escalation.servicesOnCall, { items: [], nextCursor: null });

/** Ana until an hour from now, Ben from two hours from now on; nobody in between. */
const anaThenBen = ({ from, to }: Readonly<Record<string, string>>) => {
  const [end, start] = [minutesAgo(-60), minutesAgo(-120)];
  const final = [
    { people: [ana], start: from, end },
    { people: [ben], start, end: to },
  ];
  return aCalendar({
    final,
    layers: [{ name: 'Weekly', turns: final }],
    gaps: [{ start: end, end: start, reason: 'Weekly has an empty turn' }],
  });
};
