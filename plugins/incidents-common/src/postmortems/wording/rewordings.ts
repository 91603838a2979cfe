/** A wording, as a pattern of the whole of it, and what may stand in its place. */
type Rewording = readonly [wording: RegExp, instead: string];

const haves = "(?: not|n['’]t)?(?: [a-z]+)? have|['’]ve";

/**
 * Words that may take the place of a wording: they say what was, where that is known from the words alone. Whoever was
 * there knows better; where no words fit in every sentence there are none, and the advice must do.
 */
const rewordings: Readonly<Record<string, readonly Rewording[]>> = {
  'should-have': [
    [/^could.* been (?:easily )?(\S+)$/i, 'was not $1'],
    [
      /^(.*?)(?:should|ought to|could)(?: not| never|n['’]t)(?: have|['’]ve) (.+)$/i,
      '$1had $2',
    ],
    [
      new RegExp(`^(.*?)(?:should|ought to|could)(?:${haves}) (.+)$`, 'i'),
      '$1had not $2',
    ],
  ],
  'human-error': [[/^.+$/, 'a step that was easy to get wrong']],
  'failed-to': [
    [
      /^(.+?) (?:has |have |had )?(?:[a-z]+ly )?fail(?:ed|s) to (.+)$/i,
      '$1 had no prompt to $2',
    ],
  ],
  forgot: [
    [/^.*forgot(?:ten)? to (.+)$/i, 'had no reminder to $1'],
    [/^neglected to (.+)$/i, 'had no reminder to $1'],
    [/^forgot$/i, 'had no reminder of'],
    [/^(?:was|were|is|are|has been|had been) .*forgotten$/i, 'had no reminder'],
    [/^.*oversight$/i, 'something that no check catches'],
  ],
  'did-not': [
    [
      /^(.+?) (?:did not|didn['’]t) (?!know better)(?:even )?(.+)$/i,
      '$1 had no prompt to $2',
    ],
    [/^(.+?) (?:missed|overlooked)$/i, '$1 did not see'],
    [/^(.+?) (?:ignored|disregarded)$/i, '$1 did not act on'],
    [/^(.+?) skipped$/i, '$1 went on without'],
  ],
  blame: [
    [/^(.+?) broke$/i, '$1 changed'],
    [/^(.+?) made .+$/i, '$1 took a step that nothing caught'],
  ],
  hindsight: [
    [/^obviously$/i, 'as we know now,'],
    [/^(?:in|with) hindsight$/i, 'as we know now'],
    [/^it (?:was|is) (?:[a-z]+ )?obvious that$/i, 'we know now that'],
  ],
};

/**
 * What may stand in the place of some words that a rule found.
 *
 * @param words - as they are written, with single spaces
 * @returns empty when no words fit in every sentence
 */
export function rewordingOf(rule: string, words: string): string {
  const found = rewordings[rule]?.find(([wording]) => wording.test(words));
  if (!found) return '';
  const instead = words.replace(...found);
  const begins = /^\p{Lu}/u.test(words);
  return begins ? instead[0].toUpperCase() + instead.slice(1) : instead;
}
