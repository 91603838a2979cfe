import { Scenario, VectorLog, VectorPage, VectorStatus } from './format';

/** What came of a case. */
export interface Outcome {
  readonly pages: readonly VectorPage[];
  readonly log: readonly VectorLog[];
  readonly status: Readonly<Record<string, VectorStatus>>;
}

/** One thing that came otherwise. */
export type Discrepancy =
  | { readonly of: 'page missing' | 'page too many'; readonly page: VectorPage }
  | {
      readonly of: 'log';
      readonly line: VectorLog;
      readonly actual: VectorLog[];
    }
  | {
      readonly of: 'status';
      readonly alert: string;
      readonly expected: VectorStatus;
      readonly actual: VectorStatus | undefined;
    }
  | { readonly of: 'updates' };

/** Everything that a case expects and that came otherwise. */
export function discrepanciesOf(
  { expect }: Scenario,
  { pages, log, status }: Outcome,
): Discrepancy[] {
  return [
    ...missingFrom(expect.pages, pages).map(
      page => ({ of: 'page missing', page }) as const,
    ),
    ...missingFrom(pages, expect.pages).map(
      page => ({ of: 'page too many', page }) as const,
    ),
    ...logDiscrepancies(expect.log, log),
    ...Object.entries(expect.status).flatMap(([alert, expected]) =>
      status[alert] === expected
        ? []
        : [{ of: 'status', alert, expected, actual: status[alert] } as const],
    ),
    ...(expect.updates.length > 0 ? [{ of: 'updates' } as const] : []),
  ];
}

/** A page as text: two that are alike have the same. */
function textOf(page: VectorPage): string {
  const { at, user, channel, alert, step, loop, bundle } = page;
  return bundle
    ? JSON.stringify([at, user, channel, [...bundle].sort()])
    : JSON.stringify([at, user, channel, alert, step ?? null, loop ?? 0]);
}

/** Pages of `some` that `others` has not, each as often as it is too many. */
function missingFrom(
  some: readonly VectorPage[],
  others: readonly VectorPage[],
): VectorPage[] {
  const left = others.map(textOf);
  return some.filter(page => {
    const index = left.indexOf(textOf(page));
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}

/** Names for reasons are the runner's own, but for these. */
const namedReasons = ['closed', 'no-steps'];

function matches(expected: VectorLog, actual: VectorLog): boolean {
  return Object.entries(expected).every(
    ([key, value]) =>
      actual[key] === value ||
      (key === 'reason' && !namedReasons.includes(String(value))),
  );
}

/** Expected lines that do not come, in the order per alert; those of a silence are not asked for. */
function logDiscrepancies(
  expected: readonly VectorLog[],
  actual: readonly VectorLog[],
): Discrepancy[] {
  const missing: Discrepancy[] = [];
  const positions = new Map<string, number>();
  for (const line of expected) {
    if (line.type === 'silenced' || line.type === 'unsilenced') continue;
    const own = actual.filter(({ alert }) => alert === line.alert);
    const from = positions.get(line.alert) ?? 0;
    const index = own.findIndex(
      (candidate, position) => position >= from && matches(line, candidate),
    );
    if (index < 0) missing.push({ of: 'log', line, actual: own.slice(from) });
    else positions.set(line.alert, index + 1);
  }
  return missing;
}
