import { diffArrays } from 'diff';

/** Two texts that were made of one, in one. */
export interface Together {
  readonly text: string;
  /** In so many places both changed the same lines: there theirs stand first, and yours follow. */
  readonly clashes: number;
}

/** Lines that took the place of some lines of the base. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * Puts together what two people made of the same text. What only one of them changed is taken as it is; where both
 * changed the same lines, both texts stand, so that nothing is lost and a person chooses.
 */
export function together(base: string, mine: string, theirs: string): Together {
  const before = base.split('\n');
  const mineChanges = changesOf(before, mine.split('\n'));
  const theirChanges = changesOf(before, theirs.split('\n'));
  const lines: string[] = [];
  let clashes = 0;
  let at = 0;
  while (mineChanges.length > 0 || theirChanges.length > 0) {
    const stretch = takeStretch(mineChanges, theirChanges);
    lines.push(...before.slice(at, stretch.from));
    const made = [stretch.theirs, stretch.mine].map(changes =>
      applied(before, stretch.from, stretch.to, changes),
    );
    const [theirLines, myLines] = made;
    const isSame = theirLines.join('\n') === myLines.join('\n');
    if (stretch.theirs.length > 0) lines.push(...theirLines);
    if (stretch.mine.length > 0 && !(isSame && stretch.theirs.length > 0)) {
      lines.push(...myLines);
    }
    if (stretch.mine.length > 0 && stretch.theirs.length > 0 && !isSame) {
      clashes += 1;
    }
    at = stretch.to;
  }
  lines.push(...before.slice(at));
  return { text: lines.join('\n'), clashes };
}

function changesOf(
  before: readonly string[],
  after: readonly string[],
): Change[] {
  const changes: Change[] = [];
  let at = 0;
  let open: { from: number; to: number; lines: string[] } | undefined;
  for (const part of diffArrays([...before], [...after])) {
    if (!part.added && !part.removed) {
      if (open) changes.push(open);
      open = undefined;
      at += part.value.length;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (part.removed) {
      at += part.value.length;
      open.to = at;
    } else {
      open.lines.push(...part.value);
    }
  }
  if (open) changes.push(open);
  return changes;
}

/** The next changes of either that touch each other, taken out of their lists. */
function takeStretch(mine: Change[], theirs: Change[]) {
  const taken: { mine: Change[]; theirs: Change[] } = { mine: [], theirs: [] };
  const first =
    (theirs[0]?.from ?? Infinity) <= (mine[0]?.from ?? Infinity)
      ? theirs[0]
      : mine[0];
  const { from } = first;
  let { to } = first;
  for (;;) {
    const isMine = touches(mine[0], from, to);
    if (!isMine && !touches(theirs[0], from, to)) return { from, to, ...taken };
    const [change] = (isMine ? mine : theirs).splice(0, 1);
    (isMine ? taken.mine : taken.theirs).push(change);
    to = Math.max(to, change.to);
  }
}

/** Also an insertion at the same place. */
const touches = (
  change: Change | undefined,
  from: number,
  to: number,
): boolean =>
  change !== undefined && (change.from < to || change.from === from);

/** Lines of the base between two places, with some changes made. */
function applied(
  before: readonly string[],
  from: number,
  to: number,
  changes: readonly Change[],
): string[] {
  const lines: string[] = [];
  let at = from;
  for (const change of changes) {
    lines.push(...before.slice(at, change.from), ...change.lines);
    at = change.to;
  }
  return [...lines, ...before.slice(at, to)];
}
