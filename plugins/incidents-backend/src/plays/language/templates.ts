import { Liquid, Template } from 'liquidjs';
import { PlayContext } from '../ports';
import { isPlain } from './celData';

/** As long as a text may become. */
const mostCharacters = 1_000_000;

/** A template, filled in, may do so much; a page that is fitting is far below. */
const limits = {
  templateLimit: 20_000,
  renderLimit: 1000,
  memoryLimit: 4_000_000,
};

/** Tags that read other templates from disk. */
const noTags = ['include', 'render', 'layout', 'block'];

/** Liquid as plays have it. */
export const liquid = new Liquid({
  strictFilters: true,
  // Fields are checked when a play is saved. One that is empty at night must not keep a page back.
  strictVariables: false,
  ownPropertyOnly: true,
  outputEscape: textOf,
  parseLimit: 200_000,
  timezoneOffset: 'UTC',
  ...limits,
});
for (const tag of noTags) delete liquid.tags[tag];

/** `PlayLanguage.fill` */
export function fill(template: string, context: PlayContext): string {
  if (!isTemplate(template)) return template;
  try {
    const text = String(
      liquid.renderSync(parseTemplate(template), { ...context }, limits),
    );
    if (text.length > mostCharacters) throw new Error('limit');
    return text;
  } catch (error) {
    throw new Error(
      `The text “${cut(template)}” ${templateFault(error).message}`,
    );
  }
}

/** Whether a text has anything to fill in. */
export const isTemplate = (text: string): boolean => /\{\{|\{%/.test(text);

/** @throws what `templateFault` puts into words */
export const parseTemplate = (template: string): Template[] =>
  liquid.parse(template);

/** What is wrong with a template, in words, and where: characters from its start. */
export function templateFault(error: unknown): {
  readonly offset: number;
  readonly message: string;
} {
  const text = error instanceof Error ? error.message : String(error);
  const offset = tokenBegin(error);
  if (/limit/.test(text)) {
    return {
      offset,
      message: `becomes longer than ${mostCharacters.toLocaleString('en')} characters or takes too long to fill in`,
    };
  }
  const what = text.replace(/(, file:.*)?, line:\d+, col:\d+$/s, '');
  const said = /^undefined filter: (.*)$/.exec(what)?.[1];
  return {
    offset,
    message: said
      ? `has a filter that there is not: ${said}`
      : `cannot be read: ${what}`,
  };
}

function tokenBegin(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('token' in error)) {
    return 0;
  }
  const { token } = error;
  return typeof token === 'object' &&
    token !== null &&
    'begin' in token &&
    typeof token.begin === 'number'
    ? token.begin
    : 0;
}

/** How a value stands in a text: people and entities by their names, lists with commas. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (value instanceof Date) return value.toISOString();
  if (!isPlain(value)) return String(value);
  return textOf(
    value.name ?? value.title ?? value.ref ?? JSON.stringify(value),
  );
}

const cut = (text: string): string =>
  text.length > 80 ? `${text.slice(0, 80)}…` : text;
