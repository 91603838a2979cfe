import { readAlertEvent, readChangeEvent } from './eventsV2';
import { trigger } from './testAlerts';

// eslint-disable-next-line no-script-url
const scriptUrl = 'javascript:alert(1)';

const read = (body: unknown) => readAlertEvent(body, JSON.stringify(body));

function event(body: unknown) {
  const { errors, event: found } = read(body);
  expect(errors).toEqual([]);
  if (found?.action !== 'trigger') throw new Error('no trigger');
  return found;
}

describe('an alert event', () => {
  it('is read whole', () => {
    const body = trigger(
      'disk-db3',
      {
        timestamp: '2026-03-02T07:15:30.250Z',
        component: 'envoy',
        group: 'checkout',
        class: 'latency',
        custom_details: { p99_ms: 4120, slo: { target: 0.995 } },
      },
      {
        client: 'Acme Watch',
        client_url: 'https://watch.example.test/q/81',
        links: [{ href: 'https://runbooks.example.test/x', text: 'Runbook' }],
        images: [{ src: 'https://watch.example.test/81.png', alt: 'p99' }],
      },
    );
    expect(read(body)).toEqual({
      action: 'trigger',
      dedupKey: 'disk-db3',
      summary: 'Checkout latency p99 above 4s',
      errors: [],
      warnings: [],
      event: {
        action: 'trigger',
        dedupKey: 'disk-db3',
        severity: 'critical',
        summary: 'Checkout latency p99 above 4s',
        source: 'checkout-7f9c.eu-1',
        occurredAt: new Date('2026-03-02T07:15:30.250Z'),
        component: 'envoy',
        group: 'checkout',
        class: 'latency',
        client: 'Acme Watch',
        clientUrl: 'https://watch.example.test/q/81',
        links: [{ href: 'https://runbooks.example.test/x', text: 'Runbook' }],
        images: [
          { src: 'https://watch.example.test/81.png', href: null, alt: 'p99' },
        ],
        details: { p99_ms: 4120, slo: { target: 0.995 } },
      },
    });
  });

  it.each([
    ['2026-03-02T08:15:30.500+0100', '2026-03-02T07:15:30.500Z'],
    ['2026-03-02T08:15:30.500+01:00', '2026-03-02T07:15:30.500Z'],
    ['2015-07-17T08:42:58.315+0000', '2015-07-17T08:42:58.315Z'],
    ['2026-03-02T08:15:30Z', '2026-03-02T08:15:30.000Z'],
    ['2026-03-02 08:15:30', '2026-03-02T08:15:30.000Z'],
    ['2026-03-02T08:15:30.123456789Z', '2026-03-02T08:15:30.123Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
  ])('has the instant %s as %s', (timestamp, expected) => {
    expect(event(trigger('k', { timestamp })).occurredAt).toEqual(
      new Date(expected),
    );
  });

  it.each([
    'yesterday',
    '',
    '2026-02-30T00:00:00Z',
    '2026-03-02T25:00:00Z',
    '0001-01-01T00:00:00Z',
    '10:15',
    '2026',
    1_772_435_730,
    {},
  ])('bad input: goes on without the timestamp %j, and warns', timestamp => {
    const body = trigger('k', { timestamp });
    expect(event(body).occurredAt).toBeNull();
    expect(read(body).warnings).toEqual([
      expect.stringContaining('payload.timestamp'),
    ]);
  });

  it('keeps a summary of 1,024 code points as it is, emoji counted as one', () => {
    const summary = '🚨'.repeat(1024);
    const body = trigger('k', { summary });
    expect(event(body)).toMatchObject({ summary, details: null });
    expect(read(body).warnings).toEqual([]);
  });

  it.each([
    [undefined, { full_summary: '🚨'.repeat(1025) }],
    [{ a: 1 }, { a: 1, full_summary: '🚨'.repeat(1025) }],
    [[1], { custom_details: [1], full_summary: '🚨'.repeat(1025) }],
    [
      { full_summary: 'own' },
      {
        custom_details: { full_summary: 'own' },
        full_summary: '🚨'.repeat(1025),
      },
    ],
  ])(
    'cuts a longer summary and keeps the whole beside the details %j',
    (details, expected) => {
      const body = trigger('k', {
        summary: '🚨'.repeat(1025),
        custom_details: details,
      });
      expect(event(body)).toMatchObject({
        summary: '🚨'.repeat(1024),
        details: expected,
      });
      expect(read(body).warnings).toEqual([
        expect.stringContaining('payload.summary'),
      ]);
    },
  );

  it('drops what a person could not safely open, and says which', () => {
    const body = trigger(
      'k',
      {},
      {
        client_url: scriptUrl,
        links: [
          { text: 'no address' },
          { href: scriptUrl, text: 'x' },
          { href: 'https://ok.example.test/a' },
          'text',
          { href: 7 },
        ],
        images: [
          { src: 'http://plain.example.test/x.png' },
          { src: 'https://ok.example.test/x.png', href: 'ftp://x.test/' },
          {},
          null,
        ],
      },
    );
    expect(event(body)).toMatchObject({
      clientUrl: null,
      links: [
        {
          href: 'https://ok.example.test/a',
          text: 'https://ok.example.test/a',
        },
      ],
      images: [{ src: 'https://ok.example.test/x.png', href: null, alt: null }],
    });
    const { warnings } = read(body);
    for (const name of [
      'client_url',
      'links[0]',
      'links[1]',
      'links[3]',
      'links[4]',
      'images[0]',
      'images[1].href',
      'images[2]',
      'images[3]',
    ]) {
      expect(warnings).toContainEqual(expect.stringContaining(`'${name}'`));
    }
    expect(warnings).toHaveLength(9);
  });

  it('bad input: drops lists that are no lists', () => {
    const body = trigger('k', {}, { links: 'x', images: { src: 'y' } });
    expect(event(body)).toMatchObject({ links: [], images: [] });
    expect(read(body).warnings).toEqual([
      `'links' was dropped: it is not a list`,
      `'images' was dropped: it is not a list`,
    ]);
  });

  it.each([null, 'text', 7, false, [1, 'a'], { 'dotted.key': { a: [null] } }])(
    'takes custom_details of any shape: %j',
    custom_details => {
      expect(event(trigger('k', { custom_details })).details).toEqual(
        custom_details,
      );
    },
  );

  it('bad input: keeps details that are nested too deep as text', () => {
    const text = `{"event_action":"trigger","payload":{"summary":"s","source":"h","severity":"info","custom_details":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const { event: found, warnings } = readAlertEvent(JSON.parse(text), text);
    expect(found).toMatchObject({ details: text });
    expect(warnings).toEqual([
      expect.stringContaining('payload.custom_details'),
    ]);
  });

  it('takes keys that mean something to JavaScript as any other', () => {
    const body = JSON.parse(
      JSON.stringify(trigger('k', { custom_details: 'HERE' })).replace(
        '"HERE"',
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      ),
    );
    body.payload.summary = 'x'.repeat(2000);
    const { details } = event(body);
    expect(JSON.stringify(details)).toContain('"__proto__":{"polluted":true}');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  it('strips NULs, which the database cannot hold', () => {
    expect(
      event(trigger('a\u0000b', { summary: 'x\u0000y', source: '\u0000h' })),
    ).toMatchObject({ dedupKey: 'ab', summary: 'xy', source: 'h' });
  });

  it.each([undefined, null, '', '  '])(
    'without a dedup key (%j) asks for an alert of its own',
    key => {
      expect(event({ ...trigger(undefined), dedup_key: key }).dedupKey).toBe(
        null,
      );
    },
  );

  it('takes a dedup key of 255 code points', () => {
    const key = '🔑'.repeat(255);
    expect(event(trigger(key)).dedupKey).toBe(key);
  });

  it.each(['acknowledge', 'resolve'])(
    'of action %s needs nothing but the dedup key, whatever its payload says',
    action => {
      expect(
        read({
          event_action: action,
          dedup_key: 'k',
          payload: { summary: '', severity: 'FATAL' },
        }),
      ).toMatchObject({
        errors: [],
        event: { action, dedupKey: 'k' },
      });
    },
  );

  const missing = (name: string) => `'${name}' is missing or blank`;
  const text = (name: string) => `'${name}' is invalid (must be a string)`;
  const payloadFaults = ['summary', 'source', 'severity'].map(name =>
    missing(`payload.${name}`),
  );
  const severityFault = `'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')`;
  const actionFault = `'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')`;
  it.each<[unknown, string[]]>([
    [null, ['The body must be a JSON object']],
    [[trigger('k')], ['The body must be a JSON object']],
    ['text', ['The body must be a JSON object']],
    [{}, [missing('event_action'), missing('payload')]],
    [trigger('k', {}, { payload: null }), [missing('payload')]],
    [
      trigger('k', {}, { payload: [] }),
      [`'payload' is invalid (must be an object)`],
    ],
    [trigger('k', {}, { payload: {} }), payloadFaults],
    [trigger('k', { summary: ' ' }), [missing('payload.summary')]],
    [trigger('k', { summary: 7 }), [text('payload.summary')]],
    [trigger('k', { source: ['h'] }), [text('payload.source')]],
    [trigger('k', { severity: 'fatal' }), [severityFault]],
    [trigger('k', { severity: 'Critical' }), [severityFault]],
    [trigger('k', {}, { event_action: 'escalate' }), [actionFault]],
    [trigger('k', {}, { event_action: 'Trigger' }), [actionFault]],
    [trigger('k', {}, { dedup_key: 7 }), [text('dedup_key')]],
    [
      trigger('k'.repeat(256)),
      [`'dedup_key' is too long (maximum is 255 characters)`],
    ],
    [{ event_action: 'resolve' }, [missing('dedup_key')]],
    [{ event_action: 'acknowledge', dedup_key: ' ' }, [missing('dedup_key')]],
  ])('bad input: %j is refused, every fault named', (body, errors) => {
    expect(read(body)).toMatchObject({ errors, event: undefined });
  });
});

describe('a change event', () => {
  it('is read whole', () => {
    const body = {
      payload: {
        summary: 'Deploy checkout 4.18.0',
        source: 'ci-eu',
        timestamp: '2026-03-02T07:00:00.000+0000',
        custom_details: { build: '918' },
      },
      links: [{ href: 'https://ci.example.test/918', text: 'Build 918' }],
    };
    expect(readChangeEvent(body, '')).toMatchObject({
      errors: [],
      warnings: [],
      event: {
        summary: 'Deploy checkout 4.18.0',
        source: 'ci-eu',
        occurredAt: new Date('2026-03-02T07:00:00Z'),
        details: { build: '918' },
        links: [{ href: 'https://ci.example.test/918', text: 'Build 918' }],
      },
    });
  });

  it('needs nothing but a summary', () => {
    expect(
      readChangeEvent({ payload: { summary: 'Deploy' } }, '').event,
    ).toEqual({
      summary: 'Deploy',
      source: null,
      occurredAt: null,
      details: null,
      links: [],
    });
  });

  it('bad input: is refused without one', () => {
    expect(readChangeEvent({ payload: { source: 'ci' } }, '')).toMatchObject({
      errors: [`'payload.summary' is missing or blank`],
      event: undefined,
    });
  });
});
