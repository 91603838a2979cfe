import { maskAddress, maskAddresses } from './masks';
import {
  afterAttempt,
  diedAfterSeconds,
  mostAttempts,
  outcomeOf,
  planDeliveries,
  turnOf,
} from './model';
import { healthSentence, listed, pagedSentence } from './sentences';

const now = new Date('2026-03-02T03:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('planDeliveries', () => {
  const portal = { id: 'portal', phrase: 'in the portal' };
  const email = {
    id: 'email',
    phrase: 'by mail',
    addressOf: ({ email: address }: { email: string | null }) =>
      address === null ? { missing: 'there is no address' } : { address },
  };
  const ana = { ref: 'user:default/ana', name: 'Ana', email: 'ana@x.test' };

  it.each([
    ['every channel of a person who has an address', ana, [null, null]],
    [
      'why not, for a person who has none',
      { ...ana, email: null },
      ['there is no address', null],
    ],
  ])('plans %s', (_name, person, missing) => {
    const plan = planDeliveries(person, [email, portal]);
    expect(plan.map(({ channel }) => channel.id)).toEqual(['email', 'portal']);
    expect(plan.map(delivery => delivery.missing)).toEqual(missing);
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
    ['@odd', '••'],
  ])('shows %s as %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it.each([
    ['550 <ana.ruiz@example.test>: unknown', '550 <a••@example.test>: unknown'],
    ['to a@x.test, b@y.test (2)', 'to a••@x.test, b••@y.test (2)'],
    ['451 try later', '451 try later'],
  ])('masks within %s', (text, masked) => {
    expect(maskAddresses(text)).toBe(masked);
  });
});

describe('sentences', () => {
  const by = (phrase: string, missing: string | null = null) => ({
    channel: { id: phrase, phrase },
    address: null,
    missing,
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
