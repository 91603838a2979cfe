import type { WordingOptions } from './checkWording';
import { anybody, namesPattern, others, wordEnd, wordStart } from './people';
import {
  beginsAfterHave,
  faultNouns,
  humanVerbs,
  participle,
  troubles,
} from './verbs';
import { rewordingOf } from './rewordings';

/** A span of the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that is looked for. */
export interface Rule {
  readonly id: string;
  readonly why: string;
  readonly advice: string;
  /** What may stand there instead; words as they are written, with single spaces. */
  reword(words: string): string;
  find(prose: string): Span[];
}

/** What a rule looks for, where `<one>` stands for anybody and `<other>` for anybody but us. */
interface Words {
  readonly id: string;
  readonly why: string;
  readonly advice: string;
  readonly patterns: readonly string[];
}

const the =
  '(?:(?:the|our|an?|their|his|her|your|my|this|that|one of the)\\s+(?:[a-z-]+\\s+){0,2}?)?';
const adverb =
  '(?:(?:[a-z]+ly|also|just|never|even|again|then|still|already)\\s+)?';
const not = "(?:did\\s+not|didn['’]t|never)\\s+";
const be = '(?:was|were|is|are|has\\s+been|had\\s+been)';

const words: readonly Words[] = [
  {
    id: 'should-have',
    why: 'What should have been is known only afterwards; what people knew and saw at the time explains more.',
    advice:
      'Say what happened and what made it reasonable then: “we did …, because at that time …”.',
    patterns: [
      `(?:(?:should|ought\\s+to)(?:\\s+not|n['’]t)?|should['’]ve)\\s+${adverb}${beginsAfterHave}`,
      `(?:should|shouldn)['’](?:ve|t['’]ve)\\s+${adverb}${participle}`,
      `<one>\\s+could['’]ve\\s+${participle}`,
      `<one>\\s+could(?:\\s+not|n['’]t)?\\s+${adverb}${beginsAfterHave}`,
      `could(?:\\s+${adverb}have|['’]ve)\\s+(?:easily\\s+)?been\\s+(?:[a-z]+ly\\s+)?(?:prevented|avoided|caught|detected|noticed|found|spotted|fixed|mitigated|resolved|stopped|foreseen)`,
    ],
  },
  {
    id: 'if-only',
    why: 'A story of what did not happen hides the one of what did.',
    advice:
      'Say what was missing now: “nothing tells us when …”, and make a follow-up of it.',
    patterns: [
      `[Ii]f\\s+only\\s+(?:${the}<one>|it|there|we|the\\s+[a-z]+)\\s+(?:had|could|would|were|was)`,
      `[Ii]f\\s+${the}<one>\\s+(?:had|hadn['’]t)\\s+(?:not\\s+|only\\s+|just\\s+)?${participle}`,
      `[Hh]ad\\s+${the}<one>\\s+(?:not\\s+|only\\s+|just\\s+)?${participle}`,
      `would(?:\\s+not|\\s+never|n['’]t)?(?:\\s+have|['’]ve)\\s+(?:never\\s+)?(?:been\\s+)?(?:prevented|avoided|happened)`,
    ],
  },
  {
    id: 'human-error',
    why: '“Human error” ends the questions where they begin: what made the error easy, and what let it through?',
    advice:
      'Say what made it possible: “the command ran at once on production; nothing asked first”.',
    patterns: [
      `(?:an?\\s+(?:[a-z]+\\s+)?)?(?:human|operator|pilot|manual)\\s+(?:error|mistake|failure|fault)s?(?!\\s+(?:rate|page|message|code|log|text|handl|budget|report|type))`,
      `(?:an?\\s+(?:[a-z]+\\s+)?)?user\\s+error(?!s|\\s+(?:rate|page|message|code|log|text|handl|budget|report|type|count|metric|dashboard|response))`,
      `pebkac`,
    ],
  },
  {
    id: 'judgement',
    why: 'A judgement of people tells nothing of what happened, and makes the next one tell less.',
    advice:
      'Leave the judgement out, and say what was done and what was known then.',
    patterns: [
      `careless(?:ly|ness)?`,
      `negligen(?:t|tly|ce)`,
      `slopp(?:y|ily|iness)`,
      `(?:stupid|idiotic|foolish|reckless|irresponsibl[ey]|clumsy|thoughtless|inattentive|unprofessional|amateurish|inexcusable|incompetent)(?:ly|ness|ity)?`,
      `(?:stupidity|incompetence|complacen(?:t|cy)|inattention|irresponsibility|laziness|ignorance)`,
      `<other>\\s+${be}\\s+(?:[a-z]+\\s+)?(?:lazy|dumb|naive|guilty|confused|ignorant|asleep|distracted|too\\s+hasty|hasty|wrong|inexperienced)`,
      `lazy\\s+(?:engineer|developer|operator|colleague|work|mistake|habit)s?`,
      `(?:dumb|silly|rookie|basic|beginner['’]?s?|avoidable)\\s+(?:mistake|error|decision|move)s?`,
      `guilty\\s+part(?:y|ies)`,
      `lack\\s+of\\s+(?:care|attention|discipline|diligence|competence|professionalism|effort|common\\s+sense)`,
    ],
  },
  {
    id: 'failed-to',
    why: '“Failed to” measures people against what was expected afterwards; it does not say what stood in their way.',
    advice:
      'Say what was there to see and what was done instead: “the alert went to a channel that nobody watches at night”.',
    patterns: [
      `<one>\\s+${adverb}(?:has\\s+|have\\s+|had\\s+)?fail(?:ed|s)\\s+to\\s+[a-z]+`,
      `they\\s+${adverb}(?:had\\s+)?failed\\s+to\\s+${humanVerbs}`,
      `failure\\s+to\\s+${humanVerbs}`,
      `failure\\s+(?:of|by)\\s+${the}<other>`,
    ],
  },
  {
    id: 'forgot',
    why: 'People forget; what matters is that nothing reminded them.',
    advice:
      'Say what was missing: “nothing reminds of this step; it is in no checklist”.',
    patterns: [
      `forgot(?!\\s+(?:your\\s+|my\\s+)?passwords?)(?:\\s+to\\s+[a-z]+)?`,
      `(?:${be}|had|has|have)\\s+(?:simply\\s+|just\\s+)?forgotten(?:\\s+to\\s+[a-z]+)?`,
      `neglected\\s+to\\s+[a-z]+`,
      `(?:${not}(?:even\\s+)?bother(?:\\s+to|\\s+[a-z]+ing)?|(?:nobody|no\\s+one)\\s+bothered)`,
      `(?:an|a\\s+simple|a\\s+clear|this|an\\s+obvious)\\s+oversight`,
    ],
  },
  {
    id: 'did-not',
    why: 'What somebody did not do is seen only from the end; at the time something else had their attention.',
    advice:
      'Say what they were doing and what they saw: “… was looking at the database, where the first alert pointed”.',
    patterns: [
      `<other>\\s+(?:had\\s+|has\\s+)?${adverb}(?:ignored|missed|misread|misconfigured|overlooked|mishandled|misjudged|disregarded|skipped|violated|mistyped)`,
      `<other>\\s+${not}(?:[a-z]+ly\\s+|even\\s+)?(?:${humanVerbs}|know\\s+better)`,
      `<other>\\s+never\\s+(?:checked|tested|verified|asked|told|read|reviewed|noticed|followed|looked|escalated|documented|informed)`,
      `(?:nobody|no\\s+one)\\s+${adverb}(?:checked|tested|thought|looked|read|cared|asked|reviewed|verified)`,
      `(?:process|procedure|runbook|checklist|polic|guideline|rule)(?:e?s|y|ies)?\\s+(?:was|were)\\s+(?:not\\s+followed|ignored|violated|disregarded)`,
    ],
  },
  {
    id: 'blame',
    why: 'It names a culprit; anybody in that place, with that screen, could have done the same.',
    advice:
      'Name the part instead of the person, and what the system allowed: “a change to … went out without …”.',
    patterns: [
      `(?:<name>|he|she|you|${the}<role>)\\s+(?:${adverb}(?:broke|botched|fat-fingered|blundered|messed\\s+(?:[a-z]+\\s+)?up|screwed\\s+(?:[a-z]+\\s+)?up|bungled|took\\s+down\\s+(?:production|the)|brought\\s+down\\s+(?:production|the)))`,
      `<other>\\s+${adverb}caused\\s+(?:the|an?|this|all|that)\\s+(?:[a-z-]+\\s+)?${troubles}`,
      `<one>\\s+(?:had\\s+|has\\s+)?made\\s+(?:an?|the|another|several|some)\\s+(?:[a-z-]+\\s+)?(?:mistake|error|blunder)s?`,
      `<other>\\s+${be}\\s+(?:[a-z]+\\s+)?(?:to\\s+blame|at\\s+fault|responsible\\s+for\\s+(?:the|this|an?)\\s+(?:[a-z-]+\\s+)?${troubles})`,
      `blam(?:e|ed|es|ing)\\s+(?:on\\s+|lies\\s+with\\s+|rests\\s+with\\s+|falls\\s+on\\s+)?(?:<name>|${the}<role>)`,
      `(?:[Cc]aused|[Ii]ntroduced|[Tt]riggered)\\s+by\\s+(?:<name>(?!['’]s)|${the}<role>(?!['’]s?\\s+(?:change|deploy)))`,
      `(?:[Bb]ecause\\s+of|[Dd]ue\\s+to)\\s+<name>(?!['’]s)`,
      `(?:<name>|<role>)(?:['’]s|s['’])\\s+(?:[a-z]+\\s+)?${faultNouns}`,
      `(?:his|her|your|their|my|our)\\s+(?:own\\s+)?(?:fault|negligence|incompetence|blunder)(?!\\s+(?:toleran|inject|domain|rate|tree))`,
      `culprit\\s+(?:was|is)\\s+(?:<name>|${the}<role>)`,
    ],
  },
  {
    id: 'hindsight',
    why: 'It is easy to see from the end, and was not from the middle.',
    advice: 'Say what could be seen at the time, and when it became clear.',
    patterns: [
      `obviously`,
      `(?:it\\s+(?:was|is|would\\s+have\\s+been)|an?)\\s+(?:[a-z]+\\s+)?obvious\\s+(?:that|mistake|error|oversight|flaw|problem|blunder|to\\s+(?:anyone|anybody|everyone|everybody|all))`,
      `common\\s+sense`,
      `(?:in|with)\\s+hindsight`,
      `(?:anyone|anybody|any\\s+[a-z]+\\s+[a-z]+)\\s+would\\s+have\\s+${participle}`,
      `(?:easily|trivially)\\s+(?:been\\s+)?(?:avoided|prevented|avoidable|preventable)`,
      `(?:knew|known)\\s+better`,
    ],
  },
];

/** The rules for a text, with the people who may be named in it and the portal's own words. */
export function rulesFor(options: WordingOptions): Rule[] {
  const names = `(?:${namesPattern(options.people ?? [])})`;
  const own = (options.words ?? []).map((rule): Rule => ({
    id: `word:${rule.words.toLowerCase()}`,
    why: rule.why,
    advice: '',
    reword: () => rule.instead,
    find: inLowerCase([wholeWords(rule.words.toLowerCase())]),
  }));
  return [
    ...own,
    ...words.map(({ patterns, ...rule }): Rule => {
      const byPart = inLowerCase(patterns.map(withoutNames));
      const byName = finder(patterns.flatMap(p => withNames(p, names)));
      return {
        ...rule,
        reword: found => rewordingOf(rule.id, found),
        find: prose => [...byPart(prose), ...byName(prose)],
      };
    }),
  ];
}

const wholeWords = (text: string): string =>
  text
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s+');

/** A pattern with people by their parts, in lower case. */
const withoutNames = (pattern: string): string =>
  pattern
    .replaceAll('<one>', anybody)
    .replaceAll('<other>', others)
    .replaceAll('<name>', '(?!)')
    .replaceAll('<role>', others);

/** The same with people by their names, where it is about people. Names have capitals, so that case counts. */
const withNames = (pattern: string, names: string): string[] =>
  /<(?:one|other|name)>/.test(pattern)
    ? [
        pattern
          .replaceAll(/<(?:one|other|name)>/g, names)
          .replaceAll('<role>', '(?!)'),
      ]
    : [];

/** Finds whole words. */
function finder(patterns: readonly string[]): (prose: string) => Span[] {
  if (patterns.length === 0) return () => [];
  const regexps = patterns.map(
    pattern => new RegExp(`${wordStart}(?:${pattern})${wordEnd}`, 'g'),
  );
  return prose =>
    regexps.flatMap(regexp =>
      [...prose.matchAll(regexp)].map(match => ({
        start: match.index,
        end: match.index + match[0].length,
      })),
    );
}

/** The same, whatever their case: much quicker than a pattern without case. */
function inLowerCase(patterns: readonly string[]): (prose: string) => Span[] {
  const find = finder(patterns);
  // The one letter that is longer in lower case would move every place after it.
  return prose => find(prose.replaceAll('İ', 'I').toLowerCase());
}
