import { z } from 'zod';

/** A fault of a field, in words that follow its name. */
export interface FieldFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What differs between kinds of documents. */
export interface FaultWords {
  /** How each field is written, for whoever has left it out. */
  readonly examples: Readonly<Record<string, string>>;
  /** Of a text without anything in it. */
  readonly nothingYet: string;
  /** What a value that may be of several kinds must be: `somebody, such as user:ana, or a list of them`. */
  unionAt(path: readonly PropertyKey[]): string;
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'fields with values',
  string: 'a text',
};

/**
 * What is wrong with a document, for somebody who writes YAML: the schema's own words where it has some,
 * else what is missing and how to write it.
 */
export function faultsInWords(
  issues: readonly z.core.$ZodIssue[],
  document: unknown,
  words: FaultWords,
): FieldFault[] {
  return issues.flatMap(issue => {
    const { path } = issue;
    const value = valueAt(document, path);
    if (value === undefined || value === null) {
      return [{ path, message: lacking(path, value, words) }];
    }
    if (issue.code === 'invalid_union') {
      // Somebody or a list of somebodies; some words or a list of steps.
      const [one, several] = issue.errors;
      const meant =
        (typeof value === 'string' && one) ||
        (Array.isArray(value) && several) ||
        [];
      if (meant.length > 0) {
        const inner = meant.map(each => ({
          ...each,
          path: [...path, ...each.path],
        }));
        return faultsInWords(inner, document, words);
      }
    }
    return [{ path, message: wordsOf(issue, value, words) }];
  });
}

function lacking(
  path: readonly PropertyKey[],
  value: unknown,
  { examples, nothingYet }: FaultWords,
): string {
  if (path.length === 0) return nothingYet;
  const what = value === null ? 'is empty' : 'is missing';
  const example = examples[String(path.at(-1))];
  return example ? `${what}: write ${example}` : what;
}

function wordsOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  { unionAt }: FaultWords,
): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' && typeof value === 'number'
        ? `must be ${kinds.int}`
        : `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
    case 'invalid_union':
      return `must be ${unionAt(issue.path)}, not ${kindOf(value)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
    case 'too_small':
      return isDefault(issue.message) ? limitOf(issue) : issue.message;
    default:
      return issue.message;
  }
}

/** Whether a message is zod's own, rather than the schema's. */
const isDefault = (message: string): boolean =>
  /^Too (big|small)/.test(message);

function limitOf(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
): string {
  const limit =
    issue.code === 'too_big'
      ? `at most ${issue.maximum}`
      : `at least ${issue.minimum}`;
  if (issue.origin === 'array') return `must have ${limit} entries`;
  if (issue.origin === 'string') return `must have ${limit} letters`;
  return `must be ${limit}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return kinds.array;
  return kinds[typeof value] ?? typeof value;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
