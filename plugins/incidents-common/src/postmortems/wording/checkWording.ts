import { rulesFor } from './rules';
import { proseOf } from './prose';

/** A wording that blames, or judges by what was known only later. @public */
export interface WordingFinding {
  /** Where it begins in the text, in UTF-16 code units, as in `String.slice`. */
  readonly start: number;
  /** Where it ends; exclusive. */
  readonly end: number;
  /** The words in lower case, with single spaces. With `rule` it is what a dismissal names. */
  readonly quote: string;
  /** Which rule: `should-have`; for a word of the portal's own `word:<words>`. */
  readonly rule: string;
  /** Why to think about it, as one kind sentence. */
  readonly why: string;
  /** How to say it instead, as a sentence; empty for a word of the portal's own. */
  readonly advice: string;
  /** Words that may take the place of the found ones; empty when none fit in every sentence. */
  readonly suggestion: string;
}

/** What the check knows besides its own rules. @public */
export interface WordingOptions {
  /** Names of the people who may be meant: participants, the writer, the team. First names count by themselves. */
  readonly people?: readonly string[];
  /** The portal's own words (`postmortems.words`); whole words, whatever their case. */
  readonly words?: readonly {
    readonly words: string;
    readonly why: string;
    readonly instead: string;
  }[];
  /** What somebody has looked at and left as it is. */
  readonly dismissed?: readonly {
    readonly quote: string;
    readonly rule: string;
  }[];
}

/**
 * Looks for blame and for hindsight in a Markdown text, in English. It advises and never blocks. What stands in code,
 * in quotations and in addresses is not the author's wording and is left alone.
 *
 * After Sidney Dekker's *Field Guide to Understanding 'Human Error'* and the guides for debriefings that follow it:
 * counterfactuals (“should have”) describe a world that was not, and “failed to” and “human error” end the questions
 * where they begin.
 *
 * @returns findings in the order of the text; they do not overlap
 * @public
 */
export function checkWording(
  text: string,
  options: WordingOptions = {},
): WordingFinding[] {
  const prose = proseOf(text);
  const dismissed = new Set(
    options.dismissed?.map(({ quote, rule }) => `${rule} ${quote}`),
  );
  const found = rulesFor(options).flatMap(rule =>
    rule.find(prose).map(({ start, end }): WordingFinding => {
      const said = text
        .slice(start, end)
        .replace(/[*_~\s]+/g, ' ')
        .trim();
      return {
        start,
        end,
        quote: said.toLowerCase(),
        rule: rule.id,
        why: rule.why,
        advice: rule.advice,
        suggestion: rule.reword(said),
      };
    }),
  );
  // Where two meet, the one that begins first says it; of those, the longer one.
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter(finding => {
    if (finding.start < end) return false;
    end = finding.end;
    return !dismissed.has(`${finding.rule} ${finding.quote}`);
  });
}
