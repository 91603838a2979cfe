import { wordsOf } from '../../platform/fullText';

/** What of an incident is compared. */
export interface Comparable {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly entityRef: string;
}

/** One that is like the present one, and why. */
export interface Alike<T extends Comparable> {
  readonly incident: T;
  /** `same service · timeout, checkout`. */
  readonly because: string;
}

/** Of a description, as much as tells what it is about, in characters. */
const mostDescription = 500;
/** What the same service counts, where all words shared are 1. */
const sameServiceCounts = 0.3;
/** Less alike than this is not alike. */
const leastAlike = 0.3;
const mostNamedWords = 3;

/** Words of English that say nothing of what an incident is about, and those that every alert has. */
const emptyWords = new Set(
  'the and for with from that this was were are has have had not but its into out off our per than then too very when where which who why how all any can did does been being there these those over under above below after before about alert alerts incident error errors rate high low service is of in on at to'.split(
    ' ',
  ),
);

/** The words by which an incident is compared, in their order. */
export const tellingWords = ({
  title,
  description,
}: Pick<Comparable, 'title' | 'description'>): string[] =>
  wordsOf(`${title} ${description.slice(0, mostDescription)}`).filter(
    word => word.length > 2 && !/^\p{N}+$/u.test(word) && !emptyWords.has(word),
  );

/**
 * Those of `past` that are like `present`, most alike first, the newest of equals first: by the words they share, a rare
 * one (among `past`) more than a frequent one, and by the service.
 */
export function mostAlike<T extends Comparable>(
  present: Comparable,
  past: readonly T[],
  most: number,
): Alike<T>[] {
  const sought = tellingWords(present);
  const all = past.map(incident => ({
    incident,
    words: new Set(tellingWords(incident)),
  }));
  const weightOf = new Map(
    sought.map(word => {
      const having = all.filter(({ words }) => words.has(word)).length;
      return [word, Math.log(1 + all.length / (1 + having))];
    }),
  );
  const weigh = (words: readonly string[]) =>
    words.reduce((sum, word) => sum + (weightOf.get(word) ?? 0), 0);
  const total = weigh(sought);
  return all
    .map(({ incident, words }) => {
      const shared = sought
        .filter(word => words.has(word))
        .sort((a, b) => (weightOf.get(b) ?? 0) - (weightOf.get(a) ?? 0));
      const isSameService = incident.entityRef === present.entityRef;
      return {
        incident,
        score:
          (total > 0 ? weigh(shared) / total : 0) +
          (isSameService ? sameServiceCounts : 0),
        because: [
          ...(isSameService ? ['same service'] : []),
          ...(shared.length > 0
            ? [shared.slice(0, mostNamedWords).join(', ')]
            : []),
        ].join(' · '),
      };
    })
    .filter(({ score }) => score >= leastAlike)
    .sort((a, b) => b.score - a.score || b.incident.id - a.incident.id)
    .slice(0, most)
    .map(({ incident, because }) => ({ incident, because }));
}
