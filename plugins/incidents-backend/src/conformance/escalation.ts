import { isDeepStrictEqual } from 'node:util';
import { nextAllowed } from '../paging/limits';
import { addMinutes, minutesBetween } from '../platform/clock';
import { CaseDatabases } from './databases';
import { judge } from './escalation/deviations';
import { Discrepancy, discrepanciesOf } from './escalation/differences';
import {
  escalationFileSchema,
  Scenario,
  ThrottleCase,
} from './escalation/format';
import { play } from './escalation/scenario';
import { RunOptions } from './events';
import { parseVectors } from './parseVectors';
import { CaseResult, Difference } from './result';

/**
 * Runs every case of an escalation file: scenarios over the real rooms, each on a database of its own; throttles
 * on the limiter.
 *
 * @throws UsageError when the file is not of the documented format
 */
export async function* runEscalation(
  file: unknown,
  options: RunOptions,
): AsyncGenerator<CaseResult> {
  const { cases } = parseVectors(
    escalationFileSchema,
    file,
    'escalation vectors',
  );
  const databases = await CaseDatabases.create(options.database, options.url);
  try {
    for (const one of cases) {
      yield one.kind === 'throttle'
        ? runThrottle(one)
        : await runScenario(one, databases);
    }
  } finally {
    await databases.drop();
  }
}

async function runScenario(
  scenario: Scenario,
  databases: CaseDatabases,
): Promise<CaseResult> {
  const { id } = scenario;
  const database = await databases.open();
  try {
    const outcome = await play(scenario, database);
    const { wrong, reasons } = judge(
      scenario,
      discrepanciesOf(scenario, outcome),
    );
    if (wrong.length > 0) {
      return { id, outcome: 'failed', differences: wrong.map(toDifference) };
    }
    return reasons.length > 0
      ? { id, outcome: 'deviates', reason: reasons.join('; ') }
      : { id, outcome: 'passed' };
  } catch (error) {
    const actual = error instanceof Error ? error.stack : error;
    return {
      id,
      outcome: 'failed',
      differences: [{ what: 'the case', expected: 'to be played', actual }],
    };
  } finally {
    await database.drop();
  }
}

function toDifference(discrepancy: Discrepancy): Difference {
  switch (discrepancy.of) {
    case 'page missing':
      return { what: 'page', expected: discrepancy.page, actual: undefined };
    case 'page too many':
      return { what: 'page', expected: undefined, actual: discrepancy.page };
    case 'log':
      return {
        what: 'log',
        expected: discrepancy.line,
        actual: discrepancy.actual,
      };
    case 'status':
      return {
        what: `status of ${discrepancy.alert}`,
        expected: discrepancy.expected,
        actual: discrepancy.actual,
      };
    default:
      return { what: 'updates', expected: 'some', actual: undefined };
  }
}

/** The next allowed minutes from now on, each counted as sent. */
function runThrottle({ id, rules, sent, expect }: ThrottleCase): CaseResult {
  const now = new Date(0);
  const sentAt = sent.map(minute => addMinutes(now, minute));
  const actual = expect.nextAllowed.map(() => {
    const next = nextAllowed(rules, sentAt, now);
    sentAt.push(next);
    return minutesBetween(now, next);
  });
  return isDeepStrictEqual(actual, expect.nextAllowed)
    ? { id, outcome: 'passed' }
    : {
        id,
        outcome: 'failed',
        differences: [
          { what: 'next allowed', expected: expect.nextAllowed, actual },
        ],
      };
}
