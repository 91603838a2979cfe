import { Scalar } from 'yaml';

/**
 * Where the nth character of a scalar's value stands in the text. A scalar may be quoted, or folded over several lines:
 * all but its white space stands in the text in the same order, so one is followed along the other.
 */
export function offsetInScalar(
  text: string,
  scalar: Scalar,
  characters: number,
): number {
  if (!scalar.range) return 0;
  const [start, end] = scalar.range;
  const value = String(scalar.value);
  const isBlock =
    scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED';
  let at = isBlock ? text.indexOf('\n', start) + 1 : start;
  let found = at;
  for (let index = 0; index <= characters && index < value.length; index++) {
    const character = value[index];
    if (/\s/.test(character)) continue;
    while (at < end && text[at] !== character) at++;
    found = at;
    at++;
  }
  return characters >= value.length ? Math.min(found + 1, end) : found;
}
