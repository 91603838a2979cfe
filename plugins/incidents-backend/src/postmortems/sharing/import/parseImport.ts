import { Severity } from '@muster/backstage-plugin-incidents-common';
import {
  fieldOf,
  Guess,
  guessDate,
  guessService,
  guessSeverity,
  instantOf,
} from './guesses';
import { takeFrontMatter } from './frontMatter';
import { HeadedPart, ListedItem, partsOf, takeItems } from './headedParts';

/** A section as it is taken in. */
export interface ImportedSection {
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

/** What a Markdown postmortem says, before anything is looked up. */
export interface ParsedImport {
  /** What must be mended, in sentences. */
  readonly faults: readonly string[];
  /** What was guessed or left out, in sentences. */
  readonly notes: readonly string[];
  readonly title: string;
  readonly occurredAt: Date | null;
  readonly endedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly severity: Severity;
  /** A full ref, or a bare name. */
  readonly service: string | null;
  readonly sections: readonly ImportedSection[];
  readonly factors: readonly string[];
  readonly followUps: readonly {
    readonly title: string;
    readonly done: boolean;
  }[];
}

/** What a section holds, in characters. */
const longestSection = 200_000;
const longestTitle = 300;
const longestFactor = 100;
const mostItems = 200;

/** Headings under which people write what our sections are for. */
const knownSections: readonly {
  readonly key: string;
  readonly title: string;
  readonly heading: RegExp;
}[] = [
  {
    key: 'summary',
    title: 'Summary',
    heading:
      /^((executive|incident) )?(summary|overview|abstract)$|^tl;?dr$|^what happened\??$/,
  },
  {
    key: 'impact',
    title: 'Impact',
    heading: /^((customer|user|business) )?impact( assessment)?$/,
  },
  {
    key: 'timeline',
    title: 'Timeline',
    heading: /^(incident )?time ?line( of events)?( \(.*\))?$/,
  },
  {
    key: 'factors',
    title: 'Contributing factors',
    heading:
      /^((contributing|causal) )?(factors|causes?)$|^root causes?( analysis)?$|^(five|5) whys$/,
  },
  {
    key: 'went-well',
    title: 'What went well',
    heading: /^(what )?(went|worked) well$/,
  },
  {
    key: 'lucky',
    title: 'Where we got lucky',
    heading: /^where (we|i) got lucky$|^luck$/,
  },
  {
    key: 'questions',
    title: 'Questions for the meeting',
    heading: /^(open )?questions( for the meeting)?$/,
  },
  {
    key: 'follow-ups',
    title: 'Follow-ups',
    heading:
      /^follow[- ]?ups?( (items|actions))?$|^action items$|^actions$|^next steps$|^remediation( items)?$|^corrective actions$|^to ?dos?$/,
  },
];

/**
 * Reads one.
 *
 * @param file - its name, which may tell the date and the title
 * @param given - stands above what is read
 */
export function parseImport(
  file: string,
  text: string,
  given: {
    readonly entityRef?: string;
    readonly occurredAt?: Date;
    readonly severity?: Severity;
  } = {},
): ParsedImport {
  const faults: string[] = [];
  const notes: string[] = [];
  const said = <T>({ value, note, fault }: Guess<T>): T => {
    if (note) notes.push(note);
    if (fault) faults.push(fault);
    return value;
  };
  const { fields, body, fault } = takeFrontMatter(
    text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, ''),
  );
  if (fault) faults.push(fault);
  const parts = partsOf(body);
  const title = said(titleOf(file, fieldOf(fields, 'title', 'name'), parts));
  const document = readParts(parts);
  const factors = [
    ...(fields.get('factors') ?? []),
    ...document.factors.map(item => item.text),
  ];
  for (const section of document.sections) {
    if (section.body.length > longestSection) {
      faults.push(
        `Its section “${section.title}” has ${section.body.length} characters and a section holds ${longestSection}; put what is longer where it can be linked to`,
      );
    }
  }
  if (document.sections.length === 0)
    faults.push('It has no text; write at least a summary');
  if (document.followUps.length > mostItems)
    notes.push(`Follow-ups after the first ${mostItems} were left out`);
  return {
    title,
    occurredAt: given.occurredAt ?? said(guessDate(file, fields, body)),
    endedAt: said(instantOf(fields, 'ended', 'resolved')),
    publishedAt: said(instantOf(fields, 'published')),
    severity: given.severity ?? said(guessSeverity(fields, body)),
    service: given.entityRef ?? said(guessService(fields, body)),
    sections: document.sections,
    factors: said(namesOf(factors)),
    followUps: document.followUps
      .slice(0, mostItems)
      .map(({ text: todo, done }) => ({
        title: todo.slice(0, longestTitle),
        done,
      })),
    faults,
    notes,
  };
}

function titleOf(
  file: string,
  given: string | undefined,
  parts: readonly HeadedPart[],
): Guess<string> {
  const heading = parts.find(({ level }) => level === 1)?.heading;
  const written = given || heading;
  if (written) return { value: written.slice(0, longestTitle) };
  const bare = file
    .replace(/^.*[\\/]/, '')
    .replace(/\.\w+$/, '')
    .slice(0, longestTitle);
  return {
    value: bare,
    note: `The title “${bare}” was taken from the file’s name`,
  };
}

/** Sections of what stands below the headings. A section that Muster knows is told by its heading; others stay as they are. */
function readParts(parts: readonly HeadedPart[]) {
  const sections = new Map<string, { title: string; bodies: string[] }>();
  const factors: ListedItem[] = [];
  const followUps: ListedItem[] = [];
  const lists = new Map([
    ['factors', factors],
    ['follow-ups', followUps],
  ]);
  const title = parts.find(({ level }) => level === 1);
  for (const part of parts) {
    const isPreface = part.level === 0 || part === title;
    const { key, title: heading } = isPreface
      ? knownSections[0]
      : sectionOf(part.heading);
    const list = lists.get(key);
    const { items, rest } = list
      ? takeItems(part.body)
      : { items: [], rest: part.body };
    list?.push(...items);
    // The name of a factor is short, so that what is longer stays a text as well.
    const long =
      list === factors
        ? items.filter(item => item.text.length > longestFactor)
        : [];
    const kept = [rest, ...long.map(item => `- ${item.text}`)]
      .filter(Boolean)
      .join('\n');
    if (kept === '' && items.length === 0) continue;
    const section = sections.get(key) ?? { title: heading, bodies: [] };
    if (kept !== '') section.bodies.push(kept);
    sections.set(key, section);
  }
  return {
    factors,
    followUps,
    sections: [...sections].map(([key, section]) => ({
      key,
      title: section.title,
      body: section.bodies.join('\n\n'),
    })),
  };
}

function sectionOf(heading: string): {
  readonly key: string;
  readonly title: string;
} {
  const plain = heading
    .toLowerCase()
    .replace(/^[\d.\s]+/, '')
    .replace(/[:.?!]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const known = knownSections.find(section => section.heading.test(plain));
  if (known) return known;
  const key = plain
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return { key: key || 'notes', title: heading.slice(0, 100) || 'Notes' };
}

/** Names of factors, each once whatever its case; the beginning of a long one. */
function namesOf(texts: readonly string[]): Guess<string[]> {
  const names = new Map(
    texts
      .map(text => text.slice(0, longestFactor).trim())
      .filter(text => text !== '')
      .map(text => [text.toLowerCase(), text]),
  );
  const isCut = texts.some(text => text.length > longestFactor);
  return {
    value: [...names.values()].slice(0, mostItems),
    ...(isCut
      ? {
          note: `Names of factors were cut to ${longestFactor} characters; name each in a few words`,
        }
      : {}),
  };
}
