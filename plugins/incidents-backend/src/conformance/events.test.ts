import { runEvents } from './events';
import { effectNames } from './eventsFormat';
import { CaseResult, closingLine, describeResult, UsageError } from './result';

// Every case starts a backend of its own.
jest.setTimeout(60_000);

const keys = {
  serviceA: 'c0ffee00c0ffee00c0ffee00c0ffee01',
  serviceB: 'feedface12345678feedface12345678',
  disabled: 'dead0000dead0000dead0000dead0000',
  unknown: '00000000000000000000000000000000',
};
const request = (body: object) => ({ path: '/v2/enqueue', body });
const trigger = request({
  routing_key: keys.serviceA,
  event_action: 'trigger',
  dedup_key: 'k',
  payload: {
    summary: 'Disk full',
    source: 'db3',
    severity: 'critical',
    timestamp: 'soon',
    custom_details: { note: '<b>full</b>', disk: 'sda' },
  },
  links: [{ href: 'https://runbooks.example.test/disk' }],
});
const dropped = request({
  routing_key: keys.serviceA,
  event_action: 'acknowledge',
  dedup_key: 'never',
});

async function run(cases: readonly object[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const file = { keys, cases };
  for await (const result of runEvents(file, { database: 'sqlite' })) {
    results.push(result);
  }
  return results;
}

const whats = (result: CaseResult): string[] =>
  result.outcome === 'failed' ? result.differences.map(({ what }) => what) : [];

describe('the runner of Events API vectors', () => {
  it('passes what is as expected', async () => {
    const results = await run([
      {
        id: 'right',
        request: trigger,
        expect: {
          status: [200, 202],
          bodyIncludes: { dedup_key: 'k' },
          bodyHas: { dedup_key: 'non-empty string' },
          bodyIsJson: true,
          headersPresent: ['Content-Type'],
          effect: 'alert.created',
          state: {
            openAlerts: 1,
            totalAlerts: 1,
            occurredAt: 'time of receipt',
            summaryLength: 9,
            ingestWarning: 'timestamp',
            detailsRoundTrip: true,
            links: ['https://runbooks.example.test/disk'],
            embeddedImages: [],
            incidentStatus: 'triggered',
            newPages: 1,
            pagesPerResponder: 1,
            detailsRenderedAsText: true,
            prototypeUntouched: true,
          },
        },
      },
    ]);
    expect(results).toEqual([{ id: 'right', outcome: 'passed' }]);
    expect(closingLine(results)).toBe('1 passed, 0 failed, 0 deviate');
  });

  it('fails each single thing that is not as expected, and prints it', async () => {
    const [result] = await run([
      {
        id: 'wrong',
        request: trigger,
        expect: {
          status: 400,
          bodyIncludes: { errors: ['x'] },
          bodyHas: { nonsense: 'a string' },
          bodyIsJson: false,
          headersPresent: ['Retry-After'],
          effect: 'rejected',
          nonsense: 1,
          state: {
            openAlerts: 2,
            totalAlerts: 2,
            occurredAt: '2026-03-02T07:15:30.500Z',
            summaryLength: 8,
            fullSummaryKept: true,
            ingestWarning: 'image',
            detailsRoundTrip: false,
            links: ['https://elsewhere.example.test'],
            embeddedImages: 1,
            incidentStatus: 'acknowledged',
            newPages: 0,
            pagesPerResponder: 2,
            detailsRenderedAsText: false,
            prototypeUntouched: false,
            nonsense: 1,
          },
        },
      },
    ]);
    expect(whats(result)).toEqual([
      'expect.nonsense',
      'expect.state.nonsense',
      'status',
      'body includes',
      'body is JSON',
      'header Retry-After',
      'body.nonsense',
      'stored',
      'outcome in the ingest log',
      'open alerts',
      'alerts ever',
      'occurredAt',
      'code points of the summary',
      'whole summary in the details',
      'warnings in the ingest log',
      'details',
      'links',
      'number of images',
      'status of the one open incident',
      'new pages',
      'pages per responder',
      'where details or summary appear as markup',
      'prototype untouched',
    ]);
    expect(describeResult(result)).toEqual(
      expect.arrayContaining(['FAIL wrong', '    expected: 400']),
    );
    expect(closingLine([result])).toBe('0 passed, 1 failed, 0 deviate');
  });

  it.each([
    ['a trigger', trigger, 'alert.created'],
    ['a dropped acknowledgement', dropped, 'none.dropped'],
  ])('takes %s for nothing else', async (_name, sent, effect) => {
    const results = await run(
      effectNames.map(name => ({
        id: name,
        request: sent,
        expect: { status: 202, effect: name },
      })),
    );
    const passed = results.filter(({ outcome }) => outcome === 'passed');
    expect(passed.map(({ id }) => id)).toEqual([effect]);
  });

  it('stops at a given request that is not answered as it says', async () => {
    const [result] = await run([
      {
        id: 'given',
        given: [
          { config: { eventsPerMinutePerKey: 1 } },
          trigger,
          { ...dropped, givenStatus: 202 },
        ],
        request: trigger,
        expect: { status: 202 },
      },
    ]);
    expect(whats(result)).toEqual(['status of given[2]']);
  });

  it.each([
    ['no object', []],
    ['without cases', { keys, cases: [] }],
    ['with a case without a request', { keys, cases: [{ id: 'x' }] }],
    [
      'with an effect that nobody knows',
      {
        keys,
        cases: [
          {
            id: 'x',
            request: trigger,
            expect: { status: 202, effect: 'alert.exploded' },
          },
        ],
      },
    ],
  ])('bad input: refuses a file %s', async (_name, file) => {
    const running = runEvents(file, { database: 'sqlite' }).next();
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(/not of the format/);
  });
});
