import {
  Severity,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { FrontMatter } from './frontMatter';
import { firstDate, readDate } from './readDate';

/** What was found, and what is to be said about it. */
export interface Guess<T> {
  readonly value: T;
  /** What was guessed, as a sentence. */
  readonly note?: string;
  /** What must be mended, as a sentence. */
  readonly fault?: string;
}

/** The first value that front matter has under one of the names. */
export const fieldOf = (
  fields: FrontMatter,
  ...names: readonly string[]
): string | undefined => names.flatMap(name => fields.get(name) ?? [])[0];

const day = (at: Date) => at.toISOString().slice(0, 10);

/** When it happened: by the front matter, the file's name, or the first date in the text. */
export function guessDate(
  file: string,
  fields: FrontMatter,
  body: string,
): Guess<Date | null> {
  const given = fieldOf(
    fields,
    'date',
    'occurredat',
    'occurred',
    'started',
    'incidentdate',
  );
  if (given !== undefined) {
    const at = readDate(given);
    return at
      ? { value: at }
      : {
          value: null,
          fault: `Its front matter says date: ${given}, which is none that can be read; write it as 2026-03-02 or 2026-03-02T09:04:00Z`,
        };
  }
  const named = firstDate(file.replaceAll('_', '-'));
  if (named) {
    return {
      value: named.at,
      note: `The date ${day(named.at)} was taken from the file’s name`,
    };
  }
  const first = firstDate(body);
  if (first) {
    return {
      value: first.at,
      note: `The date ${day(first.at)} is the first that stands in the text (“${first.text}”)`,
    };
  }
  return {
    value: null,
    fault:
      'It has no date; add `date: 2026-03-02` to its front matter, or give occurredAt with the file',
  };
}

/** Another instant of the front matter; one that cannot be read is left out. */
export function instantOf(
  fields: FrontMatter,
  ...names: readonly string[]
): Guess<Date | null> {
  const given = fieldOf(fields, ...names);
  const at = given === undefined ? undefined : readDate(given);
  return {
    value: at ?? null,
    ...(given !== undefined && !at
      ? {
          note: `Its front matter says ${names[0]}: ${given}, which is no date and was left out`,
        }
      : {}),
  };
}

/** `SEV2`, `sev-2`, `P2`, `S2` or `2`, or in words. */
function readSeverity(text: string): Severity | undefined {
  const clean = text.trim().toLowerCase();
  const number = /^(?:sev(?:erity)?|p|s)?[\s_-]*([1-5])\b/.exec(clean)?.[1];
  if (number) return severities[Number(number) - 1];
  const words: Readonly<Record<string, Severity>> = {
    critical: 'SEV1',
    major: 'SEV2',
    high: 'SEV2',
    medium: 'SEV3',
    moderate: 'SEV3',
    minor: 'SEV4',
    low: 'SEV4',
  };
  return words[/^[a-z]+/.exec(clean)?.[0] ?? ''];
}

const unsaid: Severity = 'SEV3';

/** By the front matter, a line such as `Severity: SEV2`, or `SEV2` anywhere in the text. */
export function guessSeverity(
  fields: FrontMatter,
  body: string,
): Guess<Severity> {
  const given = fieldOf(fields, 'severity', 'sev', 'priority', 'level');
  if (given !== undefined) {
    const severity = readSeverity(given);
    return severity
      ? { value: severity }
      : {
          value: unsaid,
          fault: `Its front matter says severity: ${given}; it must be one of ${severities.join(', ')}`,
        };
  }
  const written =
    lineOf(body, 'severity') ?? /\bSEV[\s-]?[1-5]\b/i.exec(body)?.[0];
  const severity = written && readSeverity(written);
  return severity
    ? {
        value: severity,
        note: `The severity ${severity} was taken from the text`,
      }
    : { value: unsaid, note: `It says no severity, so ${unsaid} was taken` };
}

/** The service as it is written: a full ref, or a bare name. */
export function guessService(
  fields: FrontMatter,
  body: string,
): Guess<string | null> {
  const given = fieldOf(
    fields,
    'service',
    'component',
    'entity',
    'entityref',
    'system',
  );
  if (given !== undefined) return { value: given };
  const written = lineOf(body, 'service|component|system');
  return written
    ? {
        value: written,
        note: `The service “${written}” was taken from the text`,
      }
    : { value: null };
}

/** What follows `**Service:**` or `- Service:` at the beginning of a line. */
function lineOf(body: string, names: string): string | undefined {
  const found = new RegExp(
    `^[ \\t>*_|-]*(?:${names})s?[*_]*[ \\t]*[:|][*_]*[ \\t]*[\`*_]*([^\\n|]{1,100})`,
    'im',
  ).exec(body);
  return found?.[1].replace(/[*_`\s]+$/, '').trim() || undefined;
}
