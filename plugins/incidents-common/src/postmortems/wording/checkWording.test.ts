import { checkWording, WordingFinding } from './checkWording';
import { ownWords, people, sentences } from './__testUtils__/sentences';

const check = (text: string): WordingFinding[] =>
  checkWording(text, { people, words: ownWords });

describe('the wording check on labelled sentences', () => {
  const innocent = sentences.filter(([, rule]) => rule === null);
  const blaming = sentences.filter(([, rule]) => rule !== null);
  const flagged = (list: typeof sentences) =>
    list.filter(([text]) => check(text).length > 0);
  const lines = (list: typeof sentences) =>
    list.map(([text]) => `  ${text}`).join('\n') || '  none';

  it('has enough of them', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(120);
    expect(innocent.length).toBeGreaterThanOrEqual(50);
    expect(new Set(sentences.map(([text]) => text)).size).toBe(
      sentences.length,
    );
  });

  it('finds most blame, and rarely anything else', () => {
    const found = flagged(blaming);
    const wrong = flagged(innocent);
    const named = blaming.filter(([text, rule]) =>
      check(text).some(finding => finding.rule === rule),
    );
    const precision = found.length / (found.length + wrong.length);
    const recall = found.length / blaming.length;
    const missed = blaming.filter(sentence => !found.includes(sentence));
    process.stdout.write(
      [
        `wording: ${sentences.length} sentences, ${innocent.length} of them innocent`,
        `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, under the expected rule ${(named.length / blaming.length).toFixed(3)}`,
        `missed:\n${lines(missed)}`,
        `flagged without reason:\n${lines(wrong)}`,
        '',
      ].join('\n'),
    );
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.93);
    expect(named.length / blaming.length).toBeGreaterThanOrEqual(0.93);
  });
});

describe('a finding of the wording check', () => {
  it('says where, which words, why in one sentence, and how else', () => {
    const text = 'It was late.\n\nAna **should\nhave** checked. Human error!';
    expect(check(text)).toEqual([
      {
        start: text.indexOf('should'),
        end: text.indexOf(' checked') + ' checked'.length,
        quote: 'should have checked',
        rule: 'should-have',
        why: expect.stringMatching(/^\S[^\n]*[.?]$/),
        advice: expect.stringMatching(/^Say .+\.$/),
        suggestion: 'had not checked',
      },
      expect.objectContaining({
        quote: 'human error',
        rule: 'human-error',
        suggestion: 'A step that was easy to get wrong',
      }),
    ]);
  });

  it.each([
    ['The alert should have fired.', 'The alert had not fired.'],
    ['We should also have paged Ops.', 'We had not paged Ops.'],
    ['We shouldn’t have deployed.', 'We had deployed.'],
    ['It should never have run at noon.', 'It had run at noon.'],
    ['It could have easily been prevented.', 'It was not prevented.'],
    ['Ben could’ve noticed it.', 'Ben had not noticed it.'],
    ['It was a human mistake.', 'It was a step that was easy to get wrong.'],
    ['Ana failed to see it.', 'Ana had no prompt to see it.'],
    ['We forgot to remove it.', 'We had no reminder to remove it.'],
    ['The key was forgotten.', 'The key had no reminder.'],
    ['The reviewer did not test it.', 'The reviewer had no prompt to test it.'],
    ['Grace missed the alert.', 'Grace did not see the alert.'],
    ['Obviously it was full.', 'As we know now, it was full.'],
    ['The third party was slow.', 'The our provider was slow.'],
  ])('%s → %s', (text, better) => {
    const [{ start, end, suggestion }] = check(text);
    const now = text.slice(0, start) + suggestion + text.slice(end);
    expect(now).toBe(better);
    // A suggestion is nothing to point out in its turn.
    expect(check(now)).toEqual([]);
  });

  it('is left out once it is dismissed, and only then', () => {
    const dismissed = [{ quote: 'human error', rule: 'human-error' }];
    const found = checkWording('Human *error*, and a human mistake.', {
      dismissed,
    });
    expect(found.map(({ quote }) => quote)).toEqual(['a human mistake']);
  });

  it('takes names from the options, and mentions without them', () => {
    const text = 'Zoë broke checkout, and so @user:default/zoe broke it again.';
    const quotes = (names?: string[]) =>
      checkWording(text, { people: names }).map(({ quote }) => quote);
    expect(quotes()).toEqual(['@user:default/zoe broke']);
    expect(quotes(['Zoë Lang'])).toEqual([
      'zoë broke',
      '@user:default/zoe broke',
    ]);
    // Names are written with a capital.
    expect(checkWording('grace broke', { people: ['Grace'] })).toEqual([]);
    // What stands in a name is no pattern.
    expect(checkWording('x broke', { people: ['(.*'] })).toEqual([]);
  });

  it('stays out of code, quotations and addresses, also unfinished ones, and across paragraphs', () => {
    for (const text of [
      'Before.\n```sh\n# human error\n',
      'Before.\n\n    human error\n',
      'It said "human\nerror" twice.',
      'It said «human error» twice.',
      '<!-- human error -->',
      'See https://example.test/human%20error or `human error`.',
      'We saw a human\n\nerror was logged.',
    ]) {
      expect([text, check(text)]).toEqual([text, []]);
    }
    // An apostrophe opens no quotation.
    expect(check("It's the cache's turn: human error, isn't it")).toHaveLength(
      1,
    );
    expect(check('5" of rain.\n\nHuman error, 3" more.')).toHaveLength(1);
  });

  it('takes a text of the greatest length within moments', () => {
    const long = `${'Ana said "so" and `x`, '.repeat(8_000)} human error`;
    const start = performance.now();
    expect(check(long)).toHaveLength(1);
    for (const text of ['"', '`', '> ', 'had the ', '*_', "'a ", '“', '<!--']) {
      check(text.repeat(200_000 / text.length));
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
