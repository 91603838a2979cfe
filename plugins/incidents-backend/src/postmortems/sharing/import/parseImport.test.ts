import { parseImport } from './parseImport';
import { readDate } from './readDate';

const day = (at: Date | null) => at?.toISOString().slice(0, 16);

it('reads front matter and headings', () => {
  const read = parseImport(
    'pool.md',
    `---
title: Checkout stood still
date: 2026-03-02 09:04
severity: sev-1
service: checkout
factors: [Pool too small]
published: 2026-03-09
---
# Checkout

It was down.

## Impact
All of it.

## Root cause
- Pool too small
- No *alert*

## What we tried
\`\`\`
## not a heading
\`\`\`

## Action items
- [ ] Make the pool [larger](http://x)
- [x] Add an alert
`,
  );
  expect(read).toMatchObject({
    title: 'Checkout stood still',
    severity: 'SEV1',
    service: 'checkout',
    factors: ['Pool too small', 'No alert'],
    followUps: [
      { title: 'Make the pool larger', done: false },
      { title: 'Add an alert', done: true },
    ],
    sections: [
      { key: 'summary', title: 'Summary', body: 'It was down.' },
      { key: 'impact', title: 'Impact', body: 'All of it.' },
      { key: 'factors', title: 'Contributing factors', body: '' },
      {
        key: 'what-we-tried',
        title: 'What we tried',
        body: '```\n## not a heading\n```',
      },
      { key: 'follow-ups', title: 'Follow-ups', body: '' },
    ],
    faults: [],
    notes: [],
  });
  expect(day(read.occurredAt)).toBe('2026-03-02T09:04');
  expect(day(read.publishedAt)).toBe('2026-03-09T00:00');
});

it('guesses what is not said, and says so', () => {
  const read = parseImport(
    'postmortems/2025-11-07_search.md',
    `**Service:** search  \n**Severity:** P2\n\nIt was slow.\n\n### Deeper\nmore`,
  );
  expect(read).toMatchObject({
    title: '2025-11-07_search',
    severity: 'SEV2',
    service: 'search',
    faults: [],
    notes: [
      'The title “2025-11-07_search” was taken from the file’s name',
      'The date 2025-11-07 was taken from the file’s name',
      'The severity SEV2 was taken from the text',
      'The service “search” was taken from the text',
    ],
  });
  const bare = parseImport(
    'x.md',
    'It broke on March 3rd, 2024 and was mended.',
  );
  expect(day(bare.occurredAt)).toBe('2024-03-03T00:00');
  expect(bare.notes).toEqual([
    'The title “x” was taken from the file’s name',
    'The date 2024-03-03 is the first that stands in the text (“March 3rd, 2024”)',
    'It says no severity, so SEV3 was taken',
  ]);
});

it('names all that must be mended', () => {
  expect(
    parseImport('x.md', `---\ndate: soon\nseverity: bad\n---\n# Title`).faults,
  ).toEqual([
    'It has no text; write at least a summary',
    'Its front matter says date: soon, which is none that can be read; write it as 2026-03-02 or 2026-03-02T09:04:00Z',
    'Its front matter says severity: bad; it must be one of SEV1, SEV2, SEV3, SEV4, SEV5',
  ]);
  expect(parseImport('x.md', '---\na: [\n---\ntext').faults).toEqual([
    expect.stringMatching(/^Its front matter is no YAML: /),
    expect.stringMatching(/^It has no date; add/),
  ]);
  expect(parseImport('2024-01-01.md', 'x'.repeat(200_001)).faults).toEqual([
    expect.stringContaining('a section holds 200000'),
  ]);
});

it('loses nothing: what has more below it, tables and long factors stay as text', () => {
  const { sections, factors, followUps } = parseImport(
    '2024-01-01.md',
    `## Root causes
- Pool too small
  - nobody measured

## Contributing factors
- ${'long '.repeat(30)}

## Action items
| Action | Owner | State |
|---|---|---|
| Larger pool | Ana | done |
| Alert | Ben | open |
`,
  );
  expect(factors).toEqual(['Pool too small', expect.stringMatching(/^long /)]);
  expect(sections[0].body).toContain('nobody measured');
  expect(sections[0].body).toContain('- long long');
  expect(followUps).toEqual([
    { title: 'Larger pool', done: true },
    { title: 'Alert', done: false },
  ]);
  expect(sections[1].body).toContain('| Larger pool | Ana | done |');
});

it('takes off what our exports add to a line, and keeps what they say below it as text', () => {
  const { factors, followUps, sections } = parseImport(
    '2024-01-01.md',
    `## Contributing factors
- Calls were tried for ever (factor “Retries without a limit”)
- Nobody looked (at night)

## Follow-ups
- [x] Limit retries (FU-31, verified, high, prevent, due 2026-03-20, Ana Ruiz)
- [ ] An alert (FU-32, open, medium, detect, due 2026-03-21)

**Limit retries**: ticket SHOP-7 <https://issues.example/SHOP-7>

> Three of them:
>
> - not a follow-up
`,
  );
  expect(factors).toEqual([
    'Calls were tried for ever',
    'Nobody looked (at night)',
  ]);
  expect(followUps).toEqual([
    { title: 'Limit retries', done: true },
    { title: 'An alert', done: false },
  ]);
  expect(sections).toMatchObject([
    { key: 'factors', body: '' },
    {
      key: 'follow-ups',
      body: expect.stringMatching(/^\*\*Limit retries\*\*[^]*not a follow-up$/),
    },
  ]);
});

it('makes a key of every heading', () => {
  const keys = (heading: string) =>
    parseImport('2024-01-01.md', `## ${heading}\ntext`).sections.map(
      ({ key }) => key,
    );
  expect(keys('3. What went well?')).toEqual(['went-well']);
  expect(keys('Время')).toEqual(['notes']);
  expect(keys('../../etc/passwd')).toEqual(['etc-passwd']);
  expect(keys('A'.repeat(200))[0]).toHaveLength(40);
});

it.each([
  ['2026-03-02', '2026-03-02T00:00'],
  ['2026-03-02T09:04:00+01:00', '2026-03-02T08:04'],
  ['2 March 2026', '2026-03-02T00:00'],
  ['Mar 2nd, 2026', '2026-03-02T00:00'],
  ['2026/03/02', '2026-03-02T00:00'],
  ['2026-03-02 09:04 UTC', '2026-03-02T09:04'],
  ['03/02/2026', undefined],
  ['soon', undefined],
  ['2026-13-40', undefined],
])('reads the date %s', (text, expected) => {
  expect(day(readDate(text) ?? null)).toBe(expected);
});

it('looks for no end of dates and items', () => {
  const started = performance.now();
  const { faults } = parseImport('pool.md', '2026-13-45 '.repeat(40_000));
  expect(faults.join()).toMatch(/has no date/);
  const { followUps, notes } = parseImport(
    'pool.md',
    `## Action items\n${'- *a*\n'.repeat(40_000)}`,
  );
  expect(followUps).toEqual(Array(200).fill({ title: 'a', done: false }));
  expect(notes).toContain('Follow-ups after the first 200 were left out');
  // It takes less than one; it took half a minute.
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('is done with hostile texts before anybody waits, and never throws', () => {
  const many = 10_000;
  for (const text of [
    `---\na: ${'['.repeat(many)}\n---\nx`,
    `---\na: &a [x]\nb: [*a, *a]\n---\nx`,
    `## ${'!'.repeat(many)}x\ntext`,
    `${'>'.repeat(many)} x`,
    '['.repeat(many),
    '[a]('.repeat(many / 4),
    '*a_ '.repeat(many / 4),
    `|${'-|'.repeat(many / 2)}`,
    `${'- '.repeat(many / 2)}x`,
    `## Action items\n${'  - x\n'.repeat(many / 10)}`,
    '`'.repeat(many),
    '2024-'.repeat(many / 5),
    '**Service'.repeat(many / 10),
  ]) {
    expect(parseImport('2024-01-01.md', text).title).toBe('2024-01-01');
  }
});
