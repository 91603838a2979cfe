import { Environment } from '@marcbachmann/cel-js';
import { DateTime } from 'luxon';
import { registerPatterns } from './celPatterns';

/** What expressions may call besides CEL's own; docs and completion list them. */
export const celFunctions = [
  {
    signature: 'isBusinessHours(google.protobuf.Timestamp, string): bool',
    shown: 'isBusinessHours(now, "Europe/Zurich")',
    description: 'Monday to Friday from 09:00 to 17:00 in a zone.',
  },
  {
    signature:
      'isBetween(google.protobuf.Timestamp, string, string, string): bool',
    shown: 'isBetween(now, "Europe/Zurich", "22:00", "06:00")',
    description:
      'Whether the local time is at or after the first and before the second, which may be on the next day.',
  },
  {
    signature: 'weekday(google.protobuf.Timestamp, string): string',
    shown: 'weekday(now, "Europe/Zurich")',
    description:
      'The day of the week in a zone: mon, tue, wed, thu, fri, sat, sun.',
  },
] as const;

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function local(at: Date, zone: string): DateTime {
  const time = DateTime.fromJSDate(at, { zone });
  if (!time.isValid) {
    throw new Error(
      `“${zone}” is no time zone; write one such as Europe/Zurich`,
    );
  }
  return time;
}

function clockTime(text: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) {
    throw new Error(`“${text}” is no time of day; write one such as 08:30`);
  }
  return text;
}

function isBetween(at: Date, zone: string, from: string, to: string): boolean {
  const time = local(at, zone).toFormat('HH:mm');
  const [begin, end] = [clockTime(from), clockTime(to)];
  return begin <= end
    ? begin <= time && time < end
    : begin <= time || time < end;
}

const handlers = [
  (at: Date, zone: string): boolean =>
    local(at, zone).weekday <= 5 && isBetween(at, zone, '09:00', '17:00'),
  isBetween,
  (at: Date, zone: string): string => days[local(at, zone).weekday - 1],
];

/** Numbers may be mixed: whoever writes `minutesOpen * 1.5` thinks of numbers, not of their kinds. */
const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

/** Small enough that an expression which fits costs next to nothing. */
const limits = { maxAstNodes: 2000, maxDepth: 50 };

/** An environment in which expressions are evaluated or checked; variables come from whoever makes it. */
export function celEnvironment(unlistedVariablesAreDyn: boolean): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn,
    homogeneousAggregateLiterals: false,
    limits,
  });
  for (const [index, { signature, description }] of celFunctions.entries()) {
    environment.registerFunction(signature, handlers[index], { description });
  }
  for (const [sign, calculate] of Object.entries(arithmetic)) {
    const mixed = (a: bigint | number, b: bigint | number) =>
      calculate(Number(a), Number(b));
    environment.registerOperator(`int ${sign} double: double`, mixed);
    environment.registerOperator(`double ${sign} int: double`, mixed);
  }
  environment.registerOperator(
    'int == double: bool',
    (a: bigint | number, b: bigint | number) => Number(a) === Number(b),
  );
  registerPatterns(environment);
  return environment;
}
