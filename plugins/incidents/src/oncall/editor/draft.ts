import {
  Layer,
  Restriction,
  Schedule,
  ScheduleInput,
  Slot,
  weekdays,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { ownZone } from '../times';

/** A layer without anybody: weekly, from Monday 09:00. */
export const emptyLayer = (over: Partial<Layer> = {}): Layer => ({
  name: 'Primary',
  rotation: {
    unit: 'week',
    every: 1,
    startDate: DateTime.now().startOf('week').toISODate(),
    handoffTime: '09:00',
    moreHandoffs: [],
    count: 'all-days',
    extendsBefore: false,
    participants: [],
  },
  timezone: null,
  restrictions: [],
  besideAbove: false,
  effectiveFrom: null,
  until: null,
  ...over,
});

/** Working hours, to begin with. */
export const officeHours: Restriction = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  start: '09:00',
  end: '17:00',
  timezone: null,
};

/** What the editor begins with. */
export const draftOf = (schedule: Schedule | undefined): ScheduleInput => ({
  name: schedule?.name ?? '',
  description: schedule?.description ?? '',
  ownerRef: schedule?.ownerRef ?? '',
  timezone: schedule?.timezone ?? ownZone(),
  layers: schedule?.layers ?? [emptyLayer()],
});

/** The refs of a turn: none for nobody. */
export const refsOf = (slot: Slot): string[] => [slot].flat();

/** A turn of these refs, in its shortest form. */
export const slotOf = (refs: readonly string[]): Slot =>
  refs.length === 1 ? refs[0] : [...refs];

/** Working days of three places whose windows overlap the whole year, so that no clock change opens a gap. */
export const followTheSun = (): Layer[] =>
  (
    [
      ['Asia', 'Asia/Singapore'],
      ['Europe', 'Europe/London'],
      ['America', 'America/Los_Angeles'],
    ] as const
  ).map(([name, timezone]) =>
    emptyLayer({
      name,
      timezone,
      restrictions: [
        { days: [...weekdays], start: '08:00', end: '17:00', timezone: null },
      ],
    }),
  );

/** One rotation in working hours, another one for the rest. */
export const officeAndNights = (): Layer[] => [
  emptyLayer({ name: 'Office hours', restrictions: [officeHours] }),
  emptyLayer({ name: 'Nights and weekends' }),
];

/** Whether nothing is missing that is only not typed yet: a name, an owner, somebody in each layer. */
export const isComplete = ({ name, ownerRef, layers }: ScheduleInput) =>
  name.trim() !== '' &&
  ownerRef !== '' &&
  layers.every(({ rotation }) => rotation.participants.length > 0);

/** Whether there is something to draw: while a form is half filled in there is not. */
export const isDrawable = ({ layers, timezone }: ScheduleInput): boolean =>
  DateTime.local({ zone: timezone }).isValid &&
  layers.some(({ rotation }) => rotation.participants.length > 0) &&
  layers.every(
    ({ rotation, restrictions }) =>
      DateTime.fromISO(`${rotation.startDate}T${rotation.handoffTime}`)
        .isValid &&
      restrictions.every(
        ({ days, start, end }) => days.length > 0 && start && end,
      ),
  );
