import { Severity } from '@muster/backstage-plugin-incidents-common';

/** A Markdown file, and what is known better than its front matter says. */
export interface ImportFile {
  readonly name: string;
  readonly text: string;
  readonly entityRef?: string;
  readonly occurredAt?: string;
  readonly severity?: Severity;
}

/** @see importBody of the contract */
const most = { files: 50, characters: 500_000 } as const;

/** Files that may be taken, and why others were not. */
export interface Taken {
  readonly files: readonly ImportFile[];
  /** Names of those that are too large. */
  readonly tooBig: readonly string[];
  /** Some were left out because there were too many. */
  readonly tooMany: boolean;
}

/** Adds files to those that are chosen; one of the same name takes the place of the earlier one. */
export function added(
  chosen: readonly ImportFile[],
  files: readonly ImportFile[],
): Taken {
  const fits = files.filter(({ text }) => text.length <= most.characters);
  const names = new Set(fits.map(({ name }) => name));
  const all = [...chosen.filter(({ name }) => !names.has(name)), ...fits];
  return {
    files: all.slice(0, most.files),
    tooBig: files
      .filter(({ text }) => text.length > most.characters)
      .map(({ name }) => name),
    tooMany: all.length > most.files,
  };
}
