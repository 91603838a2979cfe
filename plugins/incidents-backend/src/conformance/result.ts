/** One thing that a case expects and what came instead. */
export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What became of one case. */
export type CaseResult =
  | { readonly id: string; readonly outcome: 'passed' }
  | {
      readonly id: string;
      readonly outcome: 'failed';
      readonly differences: readonly Difference[];
    }
  /** Our rules decide otherwise; the reason is printed. */
  | {
      readonly id: string;
      readonly outcome: 'deviates';
      readonly reason: string;
    };

/** A file that is not of the documented format, or an argument that makes no sense. */
export class UsageError extends Error {
  readonly name = 'UsageError';
}

const longest = 600;

function shown(value: unknown): string {
  const text =
    typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** What the runner prints of a case; nothing when it passed. */
export function describeResult(result: CaseResult): string[] {
  switch (result.outcome) {
    case 'failed':
      return [
        `FAIL ${result.id}`,
        ...result.differences.flatMap(({ what, expected, actual }) => [
          `  ${what}`,
          `    expected: ${shown(expected)}`,
          `    actual:   ${shown(actual)}`,
        ]),
      ];
    case 'deviates':
      return [`deviates ${result.id}: ${result.reason}`];
    default:
      return [];
  }
}

/** The closing line; its three numbers together are as many as the file has cases. */
export function closingLine(results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['outcome']) =>
    results.filter(result => result.outcome === outcome).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('deviates')} deviate`;
}
