import { distance } from 'fastest-levenshtein';

/** A slip of the pen is at most this many letters away. */
const furthest = 3;

/** What somebody may have meant by a name that there is not; undefined when nothing is near. */
export function nearestTo(
  name: string,
  known: readonly string[],
): string | undefined {
  const [nearest] = known
    .map(one => ({
      one,
      letters: distance(name.toLowerCase(), one.toLowerCase()),
    }))
    .sort((a, b) => a.letters - b.letters);
  return nearest && nearest.letters <= furthest ? nearest.one : undefined;
}

/** `did you mean ownerRef?`, or all that there are. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestTo(name, known);
  return nearest ? `did you mean ${nearest}?` : `there are ${known.join(', ')}`;
}
