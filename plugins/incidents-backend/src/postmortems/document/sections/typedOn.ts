/** One version in so many minutes stays, however long somebody types at one place. */
const stretchMinutes = 5;

/** A text with who saved it, and when. */
export interface Saved {
  readonly body: string;
  readonly by: { readonly ref: string | null };
  readonly at: Date;
}

/**
 * Whether a save only goes on with the one before: the same person, within the same minutes, and everything that stood
 * there stands there still, with something typed into it at one place. Then the shorter text need not be kept as a version:
 * a text that saves itself every other second would bury the history under itself.
 */
export function goesOn(before: Saved, after: Saved): boolean {
  return (
    before.by.ref === after.by.ref &&
    stretchOf(before.at) === stretchOf(after.at) &&
    isTypedInto(before.body, after.body)
  );
}

const stretchOf = (at: Date): number =>
  Math.floor(at.getTime() / (stretchMinutes * 60_000));

/** Whether one text is another with something put in at one place. */
export function isTypedInto(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  const rest = before.length - start;
  return (
    after.length > before.length &&
    before.slice(start) === after.slice(after.length - rest)
  );
}
