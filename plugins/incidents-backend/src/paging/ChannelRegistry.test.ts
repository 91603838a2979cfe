import {
  InMemoryChannel,
  PagingProvider,
  PermanentDeliveryError,
  RetryLaterError,
  SendContext,
  smsChannel,
  TestPageMessage,
} from '@muster/backstage-plugin-incidents-node';
import { ChannelRegistry } from './ChannelRegistry';
import { NotCarriedError } from './providerTries';
import { RegisteredChannel } from './RegisteredChannel';

const message: TestPageMessage = {
  kind: 'test',
  idempotencyKey: 'd1',
  person: { ref: 'user:default/ana', name: 'Ana Ruiz' },
  urgency: 'high',
  portalUrl: 'https://portal.example.test/incidents',
};
const context: SendContext = {
  person: { ...message.person, email: null },
  address: '+12015550123',
  attempt: 1,
  signal: new AbortController().signal,
};

const provider = (
  id: string,
  send: PagingProvider['send'],
): PagingProvider => ({ id, title: id, channel: smsChannel, send });

describe('ChannelRegistry', () => {
  it('keeps channels in the order of adding, a channel being its own provider', async () => {
    const registry = new ChannelRegistry();
    const email = new InMemoryChannel('email');
    registry.addProvider(
      provider('twilio', async () => ({ detail: 'queued' })),
    );
    registry.addChannel(email);
    expect(
      registry.all.map(({ id, providers, wakes }) => ({
        id,
        wakes,
        providers: providers.map(one => one.id),
      })),
    ).toEqual([
      { id: 'sms', wakes: true, providers: ['twilio'] },
      { id: 'email', wakes: false, providers: ['email'] },
    ]);
    const receipt = await registry.get('email')?.send(message, context);
    expect(receipt?.detail).toBe('kept');
    expect(email.calls).toHaveLength(1);
    expect(registry.get('voice')).toBeUndefined();
  });

  it('asks providers in the configured order, and says when there is no such one', async () => {
    const registry = new ChannelRegistry();
    for (const id of ['one', 'two', 'three']) {
      registry.addProvider(provider(id, async () => ({ detail: '' })));
    }
    registry.arrange({ sms: { providers: ['three', 'two'] } });
    expect(registry.get('sms')?.providers.map(({ id }) => id)).toEqual([
      'three',
      'two',
      'one',
    ]);
    expect(() => registry.arrange({ sms: { providers: ['four'] } })).toThrow(
      'incidents.channels.sms.providers names four, which is not installed; there is three, two, one',
    );
    expect(() => registry.arrange({ pigeon: { providers: ['x'] } })).toThrow(
      'incidents.channels names pigeon, which is not installed; there is sms',
    );
  });

  it('bad input: an id that is taken is refused at once', () => {
    const registry = new ChannelRegistry();
    const twilio = provider('twilio', async () => ({ detail: '' }));
    registry.addChannel(new InMemoryChannel('email'));
    registry.addProvider(twilio);
    expect(() => registry.addChannel(new InMemoryChannel('email'))).toThrow(
      "Two channels have the id 'email'",
    );
    expect(() => registry.addProvider(twilio)).toThrow(
      "Two providers of channel 'sms' have the id 'twilio'",
    );
  });

  it.each(['', 'SMS', 'a b', '-x', 'x'.repeat(65)])(
    'bad input: the id “%s” is refused',
    id => {
      const registry = new ChannelRegistry();
      const words = 'lower-case letters, digits and dashes';
      expect(() => registry.addChannel(new InMemoryChannel(id))).toThrow(words);
      expect(() =>
        registry.addProvider(provider(id, async () => ({ detail: '' }))),
      ).toThrow(words);
    },
  );
});

describe('RegisteredChannel', () => {
  const asked: string[] = [];
  let elapsed = 0;
  /** Providers that answer as told, by their ids; what is not told succeeds. */
  const channelOf = (
    ids: readonly string[],
    answers: Partial<Record<string, () => Promise<never>>>,
  ) => {
    const channel = new RegisteredChannel(smsChannel, () => elapsed);
    for (const id of ids) {
      channel.add(
        provider(id, async () => {
          asked.push(id);
          await answers[id]?.();
          return { detail: 'queued', reference: `${id}-1` };
        }),
      );
    }
    return channel;
  };
  const fail = (error: Error) => () => Promise.reject(error);

  beforeEach(() => {
    asked.length = 0;
    elapsed = 0;
  });

  it('fails over within the attempt, says who said what, and asks the weary one last for a minute', async () => {
    const answers = { one: fail(new Error('down')) };
    const channel = channelOf(['one', 'two'], answers);
    const receipt = await channel.send(message, context);
    expect({ ...receipt }).toEqual({
      detail: 'one: down; two: queued',
      reference: 'two-1',
      tries: [
        { provider: 'one', ok: false, detail: 'down' },
        { provider: 'two', ok: true, detail: 'queued' },
      ],
    });
    elapsed = 59_000;
    expect((await channel.send(message, context)).detail).toBe('two: queued');
    elapsed = 61_000;
    await channel.send(message, context);
    expect(asked).toEqual(['one', 'two', 'two', 'one', 'two']);
  });

  it('a provider that hangs leaves the others their share of the attempt', async () => {
    jest.useFakeTimers();
    try {
      const channel = channelOf(['one', 'two'], {
        one: () => new Promise<never>(() => {}),
      });
      const sent = channel.send(message, context);
      await jest.advanceTimersByTimeAsync(4_750);
      expect((await sent).detail).toBe(
        'one: no answer within 4.75 s; two: queued',
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    [
      'for good only when every provider does',
      [
        new PermanentDeliveryError('no such number'),
        new PermanentDeliveryError('blocked'),
      ],
      { name: 'PermanentDeliveryError', retryAfterSeconds: undefined },
    ],
    [
      'for now when one may take it later',
      [new PermanentDeliveryError('blocked'), new Error('down')],
      { name: 'NotCarriedError', retryAfterSeconds: undefined },
    ],
    [
      'and waits for whoever is free first',
      [new RetryLaterError('busy', 90), new RetryLaterError('busy', 40)],
      { name: 'NotCarriedError', retryAfterSeconds: 40 },
    ],
  ])('fails %s', async (_name, [first, second], expected) => {
    const channel = channelOf(['one', 'two'], {
      one: fail(first),
      two: fail(second),
    });
    const error = await channel.send(message, context).catch(thrown => thrown);
    expect(error).toBeInstanceOf(NotCarriedError);
    expect(error).toMatchObject({
      ...expected,
      message: `one: ${first.message}; two: ${second.message}`,
    });
  });

  it('follows up only through providers that can', async () => {
    const channel = channelOf(['one'], {});
    expect(channel.acknowledged).toBeUndefined();
    channel.add({
      ...provider('two', async () => ({ detail: '' })),
      acknowledged: async ({ by }) => ({ detail: `told of ${by.name}` }),
    });
    const receipt = await channel.acknowledged?.(
      {
        kind: 'acknowledged',
        idempotencyKey: 'a1',
        person: message.person,
        urgency: 'low',
        incident: { id: 7, name: 'INC-7', title: '5xx', severity: 'SEV2' },
        service: { ref: 'component:default/checkout', name: 'Checkout' },
        by: { ref: 'user:default/ben', name: 'Ben Okafor' },
        at: '2026-03-02T03:02:00.000Z',
        incidentUrl: 'https://portal.example.test/incidents/INC-7',
      },
      { ...context, reference: null },
    );
    expect(receipt?.detail).toBe('two: told of Ben Okafor');
    expect(asked).toEqual([]);
  });
});
