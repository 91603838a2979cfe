import {
  ContactRules,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { PagingChannel } from '@muster/backstage-plugin-incidents-node';
import { maskAddress, maskAddresses } from './masks';
import {
  afterAttempt,
  diedAfterSeconds,
  mostAttempts,
  outcomeOf,
  planDeliveries,
  turnOf,
} from './model';
import { OwnMethod } from './people/contactStore';
import { waysOf } from './people/ways';
import { healthSentence, listed, pagedSentence } from './sentences';

const now = new Date('2026-03-02T03:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('planDeliveries', () => {
  const send = async () => ({ detail: '' });
  const channels: PagingChannel[] = [
    {
      id: 'email',
      title: 'Email',
      phrase: 'by mail',
      addressOf: ({ email }) =>
        email === null ? { missing: 'no address' } : { address: email },
      send,
    },
    { id: 'portal', title: 'Portal', phrase: 'in the portal', send },
    {
      id: 'sms',
      title: 'SMS',
      phrase: 'by SMS',
      wakes: true,
      address: { label: '', example: '', parse: address => ({ address }) },
      send,
    },
  ];
  const ana = { ref: 'user:default/ana', name: 'Ana', email: 'ana@x.test' };
  const phone = (id: string, verifiedAt: Date | null = now): OwnMethod => ({
    id,
    personRef: ana.ref,
    channel: 'sms',
    sealed: '',
    mask: `+41••${id}`,
    label: '',
    verifiedAt,
    createdAt: now,
  });
  const night = { from: '22:00', to: '07:00', timezone: 'Europe/Zurich' };
  const rules = (spec: Partial<ContactRules>): ContactRules => ({
    high: [],
    low: [],
    quietHours: null,
    ...spec,
  });
  /** `sms 1 +5` for each delivery that can be sent, with minutes from now; `why` for each that cannot. */
  const planned = (
    urgency: Urgency,
    contacts: {
      own?: OwnMethod[];
      rules?: ContactRules;
      email?: null;
      at?: Date;
    },
  ) => {
    const at = contacts.at ?? now;
    const person = {
      ...ana,
      email: contacts.email === null ? null : ana.email,
    };
    const ways = waysOf(person, contacts.own ?? [], channels, false);
    return planDeliveries({ ways, rules: contacts.rules }, urgency, at).map(
      ({ methodId, missing, dueAt, quiet }) =>
        missing ??
        `${methodId} +${(dueAt.getTime() - at.getTime()) / 60_000}${quiet ? ' quiet' : ''}`,
    );
  };

  it('serves who has set up nothing through everything at once, and says what is missing', () => {
    expect(planned('high', {})).toEqual(['catalog:email +0', 'portal +0']);
    expect(planned('low', { email: null })).toEqual([
      'no address',
      'portal +0',
    ]);
    expect(planned('high', { own: [phone('1'), phone('2', null)] })).toEqual([
      'catalog:email +0',
      'portal +0',
      '1 +0',
    ]);
  });

  it('follows the rules of the urgency, in the order of time', () => {
    const own = [phone('1'), phone('2')];
    const high = [
      { methodId: '2', afterMinutes: 10 },
      { methodId: '1', afterMinutes: 0 },
      { methodId: '1', afterMinutes: 5 },
    ];
    const low = [{ methodId: 'portal', afterMinutes: 3 }];
    const set = { own, rules: rules({ high, low }) };
    expect(planned('high', set)).toEqual(['1 +0', '1 +5', '2 +10']);
    expect(planned('low', set)).toEqual(['portal +3']);
  });

  it('has nothing for who has removed all rules, and leaves out a method that is gone', () => {
    const high = [{ methodId: 'gone', afterMinutes: 0 }];
    expect(planned('high', { rules: rules({}) })).toEqual([]);
    expect(planned('high', { rules: rules({ high }) })).toEqual([]);
  });

  it('does not wait for a way that cannot be used', () => {
    const high = [
      { methodId: 'catalog:email', afterMinutes: 0 },
      { methodId: '1', afterMinutes: 10 },
      { methodId: 'portal', afterMinutes: 20 },
    ];
    expect(
      planned('high', {
        email: null,
        own: [phone('1')],
        rules: rules({ high }),
      }),
    ).toEqual(['no address', '1 +0', 'portal +20']);
  });

  it('lets low urgency wait for the end of quiet hours, and high never', () => {
    const at = (methodId: string, afterMinutes: number) => ({
      methodId,
      afterMinutes,
    });
    const both = [at('catalog:email', 0), at('portal', 60)];
    const set = rules({ high: both, low: both, quietHours: night });
    // 03:00 UTC is 04:00 in Zurich, three hours before the end.
    expect(planned('low', { rules: set })).toEqual([
      'catalog:email +180 quiet',
      'portal +180 quiet',
    ]);
    expect(planned('high', { rules: set })).toEqual([
      'catalog:email +0',
      'portal +60',
    ]);
    // 21:30 in Zurich: only what comes after 22:00 waits.
    const evening = new Date('2026-03-02T20:30:00.000Z');
    expect(planned('low', { rules: set, at: evening })).toEqual([
      'catalog:email +0',
      'portal +570 quiet',
    ]);
  });
});

describe('turnOf', () => {
  it.each([
    ['queued and due', 'queued', 0, null, 'begin'],
    ['queued and overdue', 'queued', -600, null, 'begin'],
    ['queued, woken half a second early', 'queued', 0.5, null, 'begin'],
    ['queued for later', 'queued', 1.001, null, 'leave'],
    ['begun just now', 'sending', 0, 0, 'leave'],
    [
      'begun as long ago as a sender may take',
      'sending',
      0,
      -diedAfterSeconds,
      'leave',
    ],
    [
      'begun longer ago than that',
      'sending',
      0,
      -diedAfterSeconds - 0.001,
      'repeat',
    ],
    ['sent', 'sent', 0, null, 'leave'],
    ['delivered', 'delivered', 0, null, 'leave'],
    ['failed', 'failed', 0, null, 'leave'],
    ['cancelled', 'cancelled', 0, null, 'leave'],
  ] as const)('%s: %s', (_name, state, due, since, turn) => {
    expect(
      turnOf(
        {
          state,
          dueAt: after(due),
          sendingSince: since === null ? null : after(since),
        },
        now,
      ),
    ).toBe(turn);
  });
});

describe('afterAttempt', () => {
  const soft = { sent: false, permanent: false, detail: 'busy' } as const;
  const hard = {
    sent: false,
    permanent: true,
    detail: 'no such user',
  } as const;

  it.each([
    [
      'the first is repeated soon',
      1,
      soft,
      { state: 'queued', dueAt: after(5) },
    ],
    ['the second later', 2, soft, { state: 'queued', dueAt: after(15) }],
    ['the third later', 3, soft, { state: 'queued', dueAt: after(30) }],
    [
      'the fourth after a minute',
      4,
      soft,
      { state: 'queued', dueAt: after(60) },
    ],
    [
      'the last is the last',
      mostAttempts,
      soft,
      { state: 'failed', reason: 'busy' },
    ],
    [
      'a hard failure is the last at once',
      1,
      hard,
      { state: 'failed', reason: 'no such user' },
    ],
    [
      'success is success, however late',
      5,
      { sent: true, detail: 'ok' },
      { state: 'sent' },
    ],
  ] as const)('%s', (_name, attempt, result, next) => {
    const decided = afterAttempt(attempt, result, now);
    expect(decided).toEqual(next);
    expect(outcomeOf(decided)).toBe(
      next.state === 'queued' ? 'retry' : next.state,
    );
  });
});

describe('masks', () => {
  it.each([
    ['ana@example.test', 'a••@example.test'],
    ['öa@example.test', 'ö••@example.test'],
    ['a@b', 'a••@b'],
    ['+41791234567', '+41••67'],
    ['112', '••'],
    [
      'https://me:pass@hooks.example.test/T1/x',
      'https://hooks.example.test/••',
    ],
    ['@odd', '••'],
  ])('shows %s as %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it.each([
    ['550 <ana.ruiz@example.test>: unknown', '550 <a••@example.test>: unknown'],
    ['to a@x.test, b@y.test (2)', 'to a••@x.test, b••@y.test (2)'],
    ['451 try later', '451 try later'],
    ['To +41 79 123 45 67 is blocked', 'To +41••67 is blocked'],
    ['21211: +15005550001 is no number', '21211: +15••01 is no number'],
  ])('masks within %s', (text, masked) => {
    expect(maskAddresses(text)).toBe(masked);
  });
});

describe('sentences', () => {
  const by = (
    phrase: string,
    missing: string | null = null,
    afterMinutes = 0,
    quiet = false,
  ) => ({
    channel: { id: phrase, phrase },
    methodId: phrase,
    address: null,
    missing,
    afterMinutes,
    dueAt: now,
    quiet,
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('lists %j', (words, text) => {
    expect(listed(words)).toBe(text);
  });

  it.each([
    [
      [by('by mail'), by('in the portal')],
      'Paged Ana Ruiz by mail and in the portal: step 1 of P',
    ],
    [
      [by('by mail', 'there is no address'), by('in the portal')],
      'Paged Ana Ruiz in the portal: step 1 of P. Not by mail, since there is no address',
    ],
    [
      [by('by SMS'), by('by phone', null, 5)],
      'Paged Ana Ruiz by SMS and by phone after 5 min: step 1 of P',
    ],
    [
      [by('by mail', null, 0, true)],
      'Paged Ana Ruiz by mail after their quiet hours, at 03:00 UTC: step 1 of P',
    ],
    [
      [],
      'Ana Ruiz cannot be paged, having no contact rule for it: step 1 of P',
    ],
    [
      [by('by mail', 'there is no address')],
      'Ana Ruiz cannot be paged: step 1 of P. Not by mail, since there is no address',
    ],
  ])('says how somebody was paged', (plan, text) => {
    const page = { name: 'Ana Ruiz', plan, why: 'step 1 of P', copyOf: null };
    expect(pagedSentence(page)).toBe(text);
  });

  it.each([
    [0, null, null, 'nothing sent yet'],
    [12, 0, null, 'sent 12 in the last hour'],
    [0, 61, null, 'last sent 1 h ago'],
    [
      12,
      0,
      { minutes: 3.9, detail: 'ECONNREFUSED' },
      'sent 12 in the last hour; last failure 3 min ago: ECONNREFUSED',
    ],
    [
      0,
      3 * 1440,
      { minutes: 0.2, detail: 'x' },
      'last sent 3 d ago; last failure just now: x',
    ],
  ])(
    'tells the health of a channel',
    (sentInLastHour, lastSuccessMinutes, lastFailure, text) => {
      expect(
        healthSentence({ sentInLastHour, lastSuccessMinutes, lastFailure }),
      ).toBe(text);
    },
  );
});
