import { diffLines } from 'diff';

const mark = (part: { added?: boolean; removed?: boolean }): string => {
  if (part.added) return '+';
  return part.removed ? '-' : ' ';
};

/** Two texts line by line: `+` before what comes, `-` before what goes, a space before what stays. */
export function linesChanged(before: string, after: string): string[] {
  return diffLines(before, after).flatMap(part =>
    part.value
      .replace(/\n$/, '')
      .split('\n')
      .map(line => mark(part) + line),
  );
}
