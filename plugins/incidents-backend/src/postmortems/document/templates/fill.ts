import { closest, distance } from 'fastest-levenshtein';
import { Liquid, Template } from 'liquidjs';
import { DraftFacts, liveFields } from './liveFields';

/** A section of a template needs far less. */
const limits = {
  templateLimit: 20_000,
  renderLimit: 500,
  memoryLimit: 1_000_000,
};

/** A section holds no more. */
const mostCharacters = 200_000;

const liquid = new Liquid({
  strictFilters: true,
  // Names are checked when a template is saved; a draft must begin even with one that an older version has let pass.
  strictVariables: false,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  timezoneOffset: 'UTC',
  ...limits,
});
// These read other templates from disk.
for (const tag of ['include', 'render', 'layout', 'block']) {
  delete liquid.tags[tag];
}

const names = liveFields.map(({ name }) => name);

/** What is wrong with a text of a template, each as the end of a sentence that its field begins. */
export function faultsOfBody(body: string): string[] {
  let parsed: Template[];
  try {
    parsed = liquid.parse(body);
  } catch (error) {
    return [`cannot be read: ${wordsOf(error)}`];
  }
  const used = liquid
    .globalVariableSegmentsSync(parsed)
    .map(segments => segments.join('.'));
  return [...new Set(used)]
    .filter(name => !names.includes(name))
    .map(name => `names ${name}, and there is no such live field${hint(name)}`);
}

/** A text of a template with its live fields filled in. */
export function fillBody(body: string, facts: DraftFacts): string {
  if (!/\{[{%]/.test(body)) return body;
  try {
    const text = String(
      liquid.parseAndRenderSync(body, scopeOf(facts), limits),
    );
    return text.length <= mostCharacters ? text : body;
  } catch {
    // A draft with a template's own text is better than none; whoever writes it sees what is not filled in.
    return body;
  }
}

/** `incident.name` becomes `{ incident: { name: … } }`. */
function scopeOf(facts: DraftFacts): object {
  const scope: Record<string, string | Record<string, string>> = {};
  for (const { name, of } of liveFields) {
    const [root, field] = name.split('.');
    const value = of(facts);
    const group = scope[root];
    if (field === undefined) scope[root] = value;
    else if (typeof group === 'object') group[field] = value;
    else scope[root] = { [field]: value };
  }
  return scope;
}

function hint(name: string): string {
  const near = closest(name, names);
  return distance(name, near) <= 3
    ? `; did you mean ${near}?`
    : `; there are ${names.join(', ')}`;
}

/** What Liquid says, without the file that there is not. */
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /, file:[^,]*/,
    '',
  );
