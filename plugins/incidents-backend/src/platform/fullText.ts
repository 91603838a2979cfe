import { Knex } from 'knex';
import { Database, Queryable, Tx } from './database';

/** What can be found by its words; `id` is its number. */
export type TextKind = 'postmortem' | 'incident';

/** A text to be found. */
export interface FoundText {
  readonly kind: TextKind;
  readonly id: number;
  /** Counts more than the body. */
  readonly title: string;
  readonly body: string;
}

/** Words that are looked for, as a part of somebody's query. */
export interface Looking {
  /** Narrows a query to rows that have the words; may join `full_texts`. */
  narrow(query: Knex.QueryBuilder, idColumn: string): void;
  /** As `narrow`, by a test of each row, so that rows are still gone over in the order of `query`. */
  keep(query: Knex.QueryBuilder, idColumn: string): void;
  /** What the narrowed query selects for `score`, as the column `matched`; read for no more rows than it is limited to. */
  matched(idColumn: string): Knex.Raw;
  /** How well a row has the words, over a subquery that has `matched`; greater is better. */
  readonly score: Knex.Raw;
}

/** As much of a text as is indexed, in characters: PostgreSQL refuses a document whose words fill more than 1 MiB. */
const mostIndexed = 100_000;
/** As much of it as excerpts are taken from. */
const mostShown = 20_000;
/** Words of a query beyond these are not looked for. */
const mostWords = 20;

/**
 * Full text over both databases: `tsvector` on PostgreSQL, FTS5 on SQLite. Words are runs of letters and digits without
 * regard to case and accents; PostgreSQL also knows English endings, in SQLite words are as they stand
 * (docs/decisions/014-words-in-two-databases.md).
 */
export class FullText {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Has a text found by its present words, with `tx`. */
  async put(tx: Tx, { kind, id, title, body }: FoundText): Promise<void> {
    if (this.#database.dialect === 'sqlite') {
      await tx.raw(
        'insert or replace into full_texts (rowid, kind, id, title, body) values (?, ?, ?, ?, ?)',
        [rowId(kind, id), kind, id, title, body.slice(0, mostIndexed)],
      );
      return;
    }
    const [heading, text] = [title, body].map(folded);
    await tx.raw(
      `insert into full_texts (kind, id, title, body, words)
       values (?, ?, ?, ?, setweight(to_tsvector('english', ?) || to_tsvector('simple', ?), 'A')
         || to_tsvector('english', ?) || to_tsvector('simple', ?))
       on conflict (kind, id) do update set title = excluded.title, body = excluded.body, words = excluded.words`,
      [kind, id, title, body.slice(0, mostShown), heading, heading, text, text],
    );
  }

  /**
   * What people type: all of the words, `"a phrase"` as one, the last word also as the beginning of one. Never an error.
   *
   * @returns undefined when there is no word in it
   */
  look(kind: TextKind, typed: string): Looking | undefined {
    const parts = partsOf(typed);
    if (parts.length === 0) return undefined;
    const last = parts[parts.length - 1];
    if (this.#database.dialect === 'sqlite') {
      return this.#inSqlite(
        kind,
        parts
          .map(
            part =>
              `"${part.words}"${part === last && !part.isPhrase ? '*' : ''}`,
          )
          .join(' AND '),
      );
    }
    const quoted = (some: typeof parts) =>
      some.map(({ words }) => `"${words}"`).join(' ');
    const whole = quoted(parts);
    return last.isPhrase
      ? this.#inPostgres(
          kind,
          `(websearch_to_tsquery('english', ?) || websearch_to_tsquery('simple', ?))`,
          [whole, whole],
        )
      : this.#inPostgres(
          kind,
          `(websearch_to_tsquery('english', ?) || (websearch_to_tsquery('simple', ?) && to_tsquery('simple', ?)))`,
          [whole, quoted(parts.slice(0, -1)), `${last.words}:*`],
        );
  }

  /** Texts that have any of these words, as `wordsOf` gives them. @returns undefined without words */
  lookForAny(kind: TextKind, words: readonly string[]): Looking | undefined {
    const some = words.slice(0, mostWords);
    if (some.length === 0) return undefined;
    return this.#database.dialect === 'sqlite'
      ? this.#inSqlite(kind, some.map(word => `"${word}"`).join(' OR '))
      : this.#inPostgres(kind, `to_tsquery('english', ?)`, [some.join(' | ')]);
  }

  /** Where the words are, by number: plain text with `**` around them. */
  async excerpts(
    db: Queryable,
    kind: TextKind,
    ids: readonly number[],
    typed: string,
  ): Promise<ReadonlyMap<number, string>> {
    const words = partsOf(typed).flatMap(part => part.words.split(' '));
    const bodies = await this.bodies(db, kind, ids);
    return new Map(
      [...bodies].map(([id, body]) => [id, excerptOf(body, words)]),
    );
  }

  /** The texts themselves, by number; as much as excerpts are taken from. */
  async bodies(
    db: Queryable,
    kind: TextKind,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, string>> {
    const query = db('full_texts').select<{ id: number; body: string }[]>(
      'id',
      db.raw('substr(body, 1, ?) as body', [mostShown]),
    );
    const rows = await (this.#database.dialect === 'sqlite'
      ? query.whereIn(
          'rowid',
          ids.map(id => rowId(kind, id)),
        )
      : query.where({ kind }).whereIn('id', [...ids]));
    return new Map(rows.map(row => [Number(row.id), row.body]));
  }

  #inPostgres(kind: TextKind, sql: string, words: string[]): Looking {
    const { knex } = this.#database;
    // The whole of what the index has; the planner would rather try the newest rows one by one.
    const hits =
      kind === 'postmortem'
        ? `select hit from postmortem_hits(${sql}) hit`
        : `select id from full_texts where kind = 'incident' and words @@ ${sql}`;
    return {
      // `is true` keeps PostgreSQL from joining.
      keep: (query, idColumn) =>
        query.whereRaw(`(?? in (${hits})) is true`, [idColumn, ...words]),
      narrow: (query, idColumn) => {
        if (kind === 'postmortem') {
          query.whereRaw(`?? in (${hits})`, [idColumn, ...words]);
        } else {
          query
            .join('full_texts', 'full_texts.id', idColumn)
            .where('full_texts.kind', kind)
            .whereRaw(`full_texts.words @@ ${sql}`, words);
        }
      },
      matched: idColumn =>
        knex.raw(
          '(select words from full_texts where kind = ? and id = ??) as matched',
          [kind, idColumn],
        ),
      score: knex.raw(
        `ts_rank('{0.1, 0.2, 0.4, 1.0}', matched, ${sql})`,
        words,
      ),
    };
  }

  #inSqlite(kind: TextKind, match: string): Looking {
    const { knex } = this.#database;
    return {
      keep: (query, idColumn) =>
        query.whereRaw(
          '?? in (select id from full_texts where kind = ? and full_texts match ?)',
          [idColumn, kind, match],
        ),
      narrow: (query, idColumn) =>
        query
          .join('full_texts', 'full_texts.id', idColumn)
          .where('full_texts.kind', kind)
          .whereRaw('full_texts match ?', [match]),
      // Smaller is better there; the weights are those of the columns: kind, id, title, body.
      matched: () => knex.raw('-bm25(full_texts, 0, 0, 10, 1) as matched'),
      score: knex.raw('matched'),
    };
  }
}

/** FTS5 finds a row quickly by its rowid alone. */
const rowId = (kind: TextKind, id: number) =>
  id * 2 + (kind === 'incident' ? 1 : 0);

/** Words without case and accents, with single spaces between them. */
function folded(text: string): string {
  return text
    .slice(0, mostIndexed)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .slice(0, mostIndexed)
    .trim();
}

/** The different words of a text, without case and accents, in their order. */
export const wordsOf = (text: string): string[] =>
  [...new Set(folded(text).split(' '))].filter(word => word !== '');

/** Words and `"phrases"` of what was typed. A quote that is not closed means nothing. */
function partsOf(
  typed: string,
): readonly { readonly words: string; readonly isPhrase: boolean }[] {
  return [...typed.matchAll(/"([^"]*)"|([^\s"]+)/g)]
    .flatMap(([, phrase, word]) =>
      phrase === undefined
        ? folded(word)
            .split(' ')
            .map(words => ({ words, isPhrase: false }))
        : { words: folded(phrase), isPhrase: true },
    )
    .filter(({ words }) => words !== '')
    .slice(0, mostWords);
}

/** How much of a text an excerpt shows, in characters. */
const excerptLength = 240;

/** The first place where a text has one of the words, which are marked by `**`; its beginning when they stand elsewhere. */
export function excerptOf(body: string, words: readonly string[]): string {
  const text = body.replace(/\s+/g, ' ').trim();
  let shown: string | undefined;
  let at = 0;
  let to = excerptLength;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    // What comes after the excerpt is not looked at: lists show many.
    if (shown !== undefined && index + word.length > to) break;
    if (!isAnyOf(foldedWord(word), words)) continue;
    if (shown === undefined) {
      at = beginningBefore(text, index);
      to = at + excerptLength;
      shown = at > 0 ? '… ' : '';
    }
    shown += `${text.slice(at, index)}**${word}**`;
    at = index + word.length;
  }
  return `${shown ?? ''}${text.slice(at, to)}${to < text.length ? ' …' : ''}`;
}

/** Where an excerpt begins so that a word stands in its first third. */
function beginningBefore(text: string, index: number): number {
  const lead = excerptLength / 3;
  return index < lead ? 0 : text.indexOf(' ', index - lead) + 1;
}

const foldedWord = (word: string) =>
  /^[a-z0-9]+$/.test(word) ? word : folded(word);

/** Whether a word begins with one of those that are looked for, or differs from it by its ending. */
const isAnyOf = (word: string, words: readonly string[]): boolean =>
  words.some(
    sought =>
      word.startsWith(sought) ||
      (sought.length > 4 &&
        word.length <= sought.length + 3 &&
        word.startsWith(sought.slice(0, Math.max(4, sought.length - 3)))),
  );
