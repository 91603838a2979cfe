import {
  playDocumentSchema,
  playEvents,
  TimelineEntry,
  timelineKinds,
} from '@muster/backstage-plugin-incidents-common';
import { createHmac } from 'node:crypto';
import { nextTickOf } from '../cron';
import { startsWhen } from '../startsWhen';
import { answers, happeningsOfEntry } from './happenings';
import { isIn } from './Reach';
import { faultOfSignature } from './signature';
import { timeIsUp } from './Timers';

const at = '2026-03-02T09:00:00.000Z';
const now = new Date(at);
const minutesAgo = (minutes: number) =>
  new Date(now.getTime() - minutes * 60_000);

describe('what happens to an incident', () => {
  const entry = (
    kind: string,
    more: Partial<TimelineEntry> = {},
  ): TimelineEntry => ({
    seq: 1,
    at,
    kind,
    actor: { kind: 'person', ref: 'user:default/ana', name: 'Ana Ruiz' },
    text: `It is ${kind}`,
    data: {},
    ...more,
  });
  const monitor = { kind: 'integration' as const, ref: '1', name: 'Probe' };
  const eventsOf = (one: TimelineEntry) =>
    happeningsOfEntry(one).map(({ event }) => event);

  it.each([
    ['triggered', ['incident.triggered']],
    ['triggered-again', ['incident.triggered']],
    ['acknowledged', ['incident.acknowledged']],
    ['monitor-acknowledged', ['incident.acknowledged']],
    ['severity-changed', ['incident.severity-changed']],
    ['phase-changed', ['incident.phase-changed']],
    ['field-changed', ['incident.changed']],
    ['reassigned', ['incident.reassigned']],
    ['escalated', ['incident.escalated']],
    ['exhausted', ['incident.unanswered']],
    ['resolved', ['incident.resolved']],
    ['joined', ['responder.joined']],
    ['responder-added', ['responder.joined']],
    ['note', ['note.added']],
    ['alert-added', ['alert.received']],
    ['alert-changed', ['alert.changed']],
    ['alert-resolved', ['alert.resolved']],
    ['paged', []],
    ['play-step', []],
    ['a kind of next year', []],
  ])('%s is %j', (kind, events) => {
    expect(eventsOf(entry(kind))).toEqual(events);
  });

  it('tells of the alert and the heartbeat behind a new incident', () => {
    expect(eventsOf(entry('triggered', { actor: monitor }))).toEqual([
      'incident.triggered',
      'alert.received',
    ]);
    const data = { heartbeat: 'Nightly backup' };
    expect(
      happeningsOfEntry(entry('triggered', { actor: monitor, data }))[2],
    ).toEqual({
      event: 'heartbeat.missed',
      at: now,
      text: 'It is triggered',
      data: { heartbeat: 'Nightly backup', by: 'Probe' },
    });
  });

  it('can tell of every event that a play may name', () => {
    const told = timelineKinds.flatMap(kind =>
      eventsOf(entry(kind, { actor: monitor })),
    );
    expect(playEvents.filter(event => !told.includes(event))).toEqual([]);
  });

  it.each([
    ['incident.acknowledged', 'incident.acknowledged', true],
    ['incident.acknowledged', 'incident.resolved', false],
    ['incident.changed', 'note.added', true],
    ['incident.changed', 'heartbeat.missed', false],
    ['heartbeat.missed', 'heartbeat.missed', true],
  ] as const)('a trigger on %s answers %s: %s', (trigger, event, expected) => {
    expect(answers({ event: trigger }, { event })).toBe(expected);
  });
});

describe('which entities a play looks at', () => {
  const none = { entities: [], owners: [], systems: [], tags: [], tiers: [] };
  const subject = {
    ref: 'component:default/checkout',
    entity: { ownerRef: 'group:default/payments', tags: ['java'], tier: 1 },
    places: ['system:default/shop', 'domain:default/sales'],
  };
  it.each([
    ['all when no list names any', {}, true],
    ['an entity by name', { entities: [subject.ref] }, true],
    ['those of an owner', { owners: ['group:default/payments'] }, true],
    ['those of a system', { systems: ['system:default/shop'] }, true],
    ['those of a domain', { systems: ['domain:default/sales'] }, true],
    ['those with a tag', { tags: ['java'] }, true],
    ['those of a tier', { tiers: [1, 2] }, true],
    ['none by another owner', { owners: ['group:default/search'] }, false],
    ['none by another tier', { tiers: [3] }, false],
    ['what any list names', { tags: ['go'], tiers: [1] }, true],
  ])('%s', (_what, lists, expected) => {
    expect(isIn({ ...none, ...lists }, subject)).toBe(expected);
  });
  it('leaves out what the catalog does not know, unless by name', () => {
    const unknown = { ref: subject.ref, entity: undefined, places: [] };
    expect(isIn({ ...none, tiers: [1] }, unknown)).toBe(false);
    expect(isIn({ ...none, entities: [subject.ref] }, unknown)).toBe(true);
  });
});

describe('whether a time is up', () => {
  const unanswered = { event: 'page.unanswered', afterMinutes: 10 } as const;
  const quiet = { event: 'incident.quiet', afterMinutes: 10 } as const;
  const openedAt = minutesAgo(30);
  it.each([
    ['nobody has acknowledged', unanswered, 'triggered', undefined, true],
    ['somebody has', unanswered, 'acknowledged', undefined, false],
    ['it is over', unanswered, 'resolved', undefined, false],
    ['nobody has ever done anything', quiet, 'acknowledged', undefined, true],
    ['it was long ago', quiet, 'acknowledged', minutesAgo(10), true],
    ['it was lately', quiet, 'triggered', minutesAgo(4), minutesAgo(-6)],
    ['it is over, however quiet', quiet, 'resolved', undefined, false],
  ] as const)('%s', (_when, trigger, status, activity, expected) => {
    const incident = { status, openedAt };
    expect(timeIsUp(trigger, incident, activity, now)).toEqual(expected);
  });
});

describe('a clock', () => {
  const nightly = { cron: '30 2 * * *', timezone: 'Europe/Zurich' };
  it.each([
    ['the next tick', nightly, '2026-03-02T09:00Z', '2026-03-03T01:30:00.000Z'],
    [
      'never the same again',
      nightly,
      '2026-03-03T01:30Z',
      '2026-03-04T01:30:00.000Z',
    ],
    ['in summer', nightly, '2026-07-01T12:00Z', '2026-07-02T00:30:00.000Z'],
    [
      'in a night without half past two',
      nightly,
      '2026-03-28T12:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'a day that never comes',
      { cron: '0 0 30 2 *', timezone: 'UTC' },
      '2026-03-02T09:00Z',
      undefined,
    ],
  ])('strikes: %s', (_what, schedule, after, expected) => {
    expect(nextTickOf(schedule, new Date(after))?.toISOString()).toBe(expected);
  });
  it.each(['* * * * * *', '61 * * * *', 'at nine in the morning'])(
    'refuses %s',
    cron => {
      expect(() => nextTickOf({ cron, timezone: 'UTC' }, now)).toThrow();
    },
  );
});

describe('the signature of a call', () => {
  const secret = 'a secret of this play';
  const body = Buffer.from('{"build":7}');
  const timestamp = String(now.getTime() / 1000);
  const sign = (time: string, text = body) =>
    `v1=${createHmac('sha256', secret).update(`${time}.`).update(text).digest('hex')}`;
  const good = { secret, timestamp, signature: sign(timestamp), body, now };
  const old = String(now.getTime() / 1000 - 301);
  it.each([
    ['is good', {}, 'good'],
    ['of another body', { body: Buffer.from('{}') }, 'X-Muster-Signature'],
    ['by another secret', { secret: 'of another play' }, 'X-Muster-Signature'],
    ['is missing', { signature: undefined }, 'X-Muster-Signature'],
    [
      'is cut off',
      { signature: good.signature.slice(0, 20) },
      'X-Muster-Signature',
    ],
    ['without a time', { timestamp: undefined }, 'X-Muster-Timestamp'],
    ['of no time', { timestamp: 'now' }, 'X-Muster-Timestamp'],
    ['is too old', { timestamp: old, signature: sign(old) }, 'minutes off'],
    ['has its time moved', { timestamp: old }, 'X-Muster-Signature'],
  ])('%s', (_what, change, fault) => {
    const found = faultOfSignature({ ...good, ...change });
    expect(found ?? 'good').toContain(fault);
  });
});

it('says in words what starts a play', () => {
  const document = playDocumentSchema.parse({
    name: 'x',
    ownerRef: 'group:default/payments',
    on: [
      { event: 'page.unanswered', afterMinutes: 10 },
      { event: 'schedule', cron: '0 9 * * 1', timezone: 'Europe/Zurich' },
    ],
    appliesTo: { owners: ['group:default/payments'], tiers: [1] },
    when: 'incident.severity == "SEV1"',
    steps: [{ id: 'a', wait: { minutes: 1 } }],
  });
  expect(startsWhen(document)).toBe(
    'When nobody has acknowledged for 10 minutes, or when its clock strikes (0 9 * * 1, Europe/Zurich); of what payments owns, tier 1; only if incident.severity == "SEV1"',
  );
  expect(startsWhen({ ...document, on: [] })).toBe('');
});
