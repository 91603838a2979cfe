/** People in their parts. Customers and users are not accused of anything in a postmortem. */
const roles =
  '(?:(?:on-call|support|software|network|platform|database|release|senior|junior|backend|frontend|devops)\\s+)?' +
  '(?:engineers?|developers?|devs?|operators?|administrators?|admins?|sysadmins?|managers?|leads?|responders?|reviewers?|' +
  'authors?|colleagues?|persons?|people|staff|employees?|members?|sres?|dbas?|contractors?|interns?|juniors?|newcomers?|' +
  'teammates?|testers?|on-call|oncall|commanders?|approvers?|committers?|maintainers?|someone|somebody|teams?|support|ops|' +
  'qa|management)';

/** Anybody but us, as alternatives of a pattern without case. */
export const others = `(?:${roles}|he|she|you|who)`;
/** Anybody. */
export const anybody = `(?:${others}|we|i)`;

/** What words are made of, in any language: ranges instead of properties, whose patterns take seconds to compile. */
const letter = 'A-Za-z0-9_\\u00C0-\\u1FFF\\u2C00-\\uD7FF';
/** Where a word begins. */
export const wordStart = `(?<![${letter}-])`;
/** Where one ends. */
export const wordEnd = `(?![${letter}]|-[${letter}])`;

/**
 * People by their names and first names, as alternatives of a pattern *with* case, so that Grace is not grace. Mentions
 * (`@user:default/ana.ruiz`) are names, whoever it is.
 */
export function namesPattern(people: readonly string[]): string {
  const names = people.flatMap(name => {
    const full = name.trim();
    const [first = ''] = full.split(/\s+/);
    return [full, first].filter(word => word.length > 1);
  });
  const sorted = [...new Set(names)].sort((a, b) => b.length - a.length);
  return ['@user:[\\w-]+/[\\w.-]*\\w', ...sorted.map(escaped)].join('|');
}

const escaped = (name: string): string =>
  name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
