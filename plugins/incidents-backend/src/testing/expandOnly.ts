// For tests only: holds migrations to expand/contract (docs/decisions/005).

/** What one migration does when it goes up. */
export interface MigrationSql {
  /** Its statements, in their order, as the database was told them. */
  readonly statements: readonly string[];
}

/** Statements that take away, or refuse, what the version before may still use. */
const contracts: readonly [what: string, pattern: RegExp][] = [
  ['drops a table', /\bdrop\s+(table|view|schema|type)\b/i],
  ['drops a column or constraint', /\balter\s+table\b.*\bdrop\b/is],
  ['drops an index', /\bdrop\s+index\b/i],
  ['renames', /\brename\b/i],
  ['deletes rows', /^\s*(delete|truncate)\b/i],
  ['changes a column', /\balter\s+(column\b|table\b.*\balter\b)/is],
  ['lets a column be null no more', /\bset\s+not\s+null\b/i],
];

const name = /(?:if not exists )?["`]?([\w.]+)["`]?/.source;
const tableMade = new RegExp(`^\\s*create table ${name}`, 'i');
const tableAltered = new RegExp(`^\\s*alter table ${name}`, 'i');
const uniqueOn = new RegExp(`\\bcreate unique index .* on ${name}`, 'is');
const columnAdded =
  /\badd (?:column )?(?!constraint\b)["`]?(\w+)["`]?\s([^,]*)/gi;

/**
 * Why the version before could not go on working beside a migration; nothing when it only expands:
 * makes tables, adds columns that may be null or have a default, adds indexes.
 */
export function findContracts({ statements }: MigrationSql): string[] {
  const made = new Set<string>();
  const faults: string[] = [];
  for (const sql of statements) {
    const table = tableMade.exec(sql)?.[1];
    if (table) made.add(table);
    const altered = tableAltered.exec(sql)?.[1] ?? uniqueOn.exec(sql)?.[1];
    // What it made itself nobody uses yet.
    if (altered && made.has(altered)) continue;
    for (const [what, pattern] of contracts) {
      if (pattern.test(sql)) faults.push(`${what}: ${sql}`);
    }
    if (!altered) continue;
    if (uniqueOn.test(sql) || /\badd constraint\b/i.test(sql)) {
      faults.push(`constrains a table that is in use: ${sql}`);
    }
    for (const [, column, definition] of sql.matchAll(columnAdded)) {
      if (/not null/i.test(definition) && !/default/i.test(definition)) {
        faults.push(
          `adds '${column}', which must not be null and has no default: ${sql}`,
        );
      }
    }
  }
  return faults;
}
