import { runEscalation } from './escalation';
import { CaseResult, UsageError } from './result';

jest.setTimeout(60_000);

const scenario = (more: object) => ({
  kind: 'scenario',
  category: 'escalation',
  t0: '2024-05-06T12:00:00Z',
  horizon: 20,
  users: [
    { id: 'ann', rules: [{ delay: 0, channel: 'sms' }] },
    { id: 'ben', rules: [{ delay: 0, channel: 'voice' }] },
  ],
  policies: [
    {
      id: 'p1',
      steps: [
        { delay: 5, targets: ['user:ann'] },
        { delay: 5, targets: ['user:ben'] },
      ],
    },
  ],
  services: [{ id: 's1', policy: 'p1' }],
  events: [{ at: 0, type: 'trigger', alert: 'a1', service: 's1' }],
  ...more,
});
const first = { at: 0, alert: 'a1', user: 'ann', channel: 'sms', step: 0 };
const second = { at: 5, alert: 'a1', user: 'ben', channel: 'voice', step: 1 };
const exhausted = { at: 10, alert: 'a1', type: 'exhausted' };

async function run(cases: readonly object[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const running = runEscalation({ cases }, { database: 'sqlite' });
  for await (const result of running) results.push(result);
  return results;
}

describe('the runner of escalation vectors', () => {
  it('passes what is as expected, and only that', async () => {
    const right = { pages: [first, second], log: [exhausted] };
    const wrong = {
      pages: [first, { ...second, at: 6 }],
      log: [{ ...exhausted, at: 11 }],
      status: { a1: 'closed' },
    };
    const [passed, failed] = await run([
      scenario({ id: 'right', expect: right }),
      scenario({ id: 'wrong', expect: wrong }),
    ]);
    expect(passed).toEqual({ id: 'right', outcome: 'passed' });
    expect(failed).toMatchObject({
      outcome: 'failed',
      differences: [
        { what: 'page', expected: { at: 6 } },
        { what: 'page', actual: { at: 5 } },
        { what: 'log', expected: { at: 11 } },
        { what: 'status of a1', expected: 'closed', actual: 'triggered' },
      ],
    });
  });

  it('says by which rule a case is decided otherwise, and excuses nothing else of it', async () => {
    const maintenance = (pages: object[]) => ({
      users: [
        {
          id: 'ann',
          rules: [
            { delay: 0, channel: 'sms' },
            { delay: 3, channel: 'sms' },
          ],
        },
      ],
      policies: [{ id: 'p1', steps: [{ delay: 60, targets: ['user:ann'] }] }],
      events: [
        { at: 0, type: 'trigger', alert: 'a1', service: 's1' },
        { at: 2, type: 'set-maintenance', service: 's1', until: 50 },
      ],
      expect: { pages },
    });
    const later = { ...first, at: 3 };
    const [excused, failed] = await run([
      scenario({ id: 'excused', ...maintenance([first, later]) }),
      scenario({ id: 'failed', ...maintenance([later]) }),
    ]);
    expect(excused).toMatchObject({
      outcome: 'deviates',
      reason: expect.stringContaining('running pages stop'),
    });
    expect(failed).toMatchObject({
      outcome: 'failed',
      differences: [{ what: 'page', actual: first }],
    });
  });

  it('runs throttles on the limiter', async () => {
    const throttle = (id: string, nextAllowed: number[]) => ({
      id,
      kind: 'throttle',
      category: 'throttle',
      rules: [{ count: 1, perMinutes: 2 }],
      sent: [0],
      expect: { nextAllowed },
    });
    const [right, wrong] = await run([
      throttle('right', [2, 4]),
      throttle('wrong', [2, 3]),
    ]);
    expect(right.outcome).toBe('passed');
    expect(wrong.outcome).toBe('failed');
  });

  it.each([
    ['without cases', []],
    [
      'with an event that nobody knows',
      [
        scenario({
          id: 'x',
          events: [{ at: 0, type: 'explode' }],
          expect: { pages: [] },
        }),
      ],
    ],
  ])('bad input: refuses a file %s', async (_name, cases) => {
    await expect(run(cases)).rejects.toThrow(UsageError);
  });
});
