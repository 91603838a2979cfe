import { Database, Tx } from '../../platform/database';
import { FullText } from '../../platform/fullText';
import { plainText } from '../../platform/markdown';
import { PostmortemIndex } from '../ports';
import { PostmortemRow } from '../store';

/** As the API says it. */
const longestSummary = 300;
/** Entries of a timeline that count among its words, the earliest. */
const mostEntries = 300;

/**
 * Keeps the words by which postmortems are found. It reads the tables of all parts itself, so that none of them has to
 * be built before this one, which they all tell of changes.
 */
export class PostmortemWords implements PostmortemIndex {
  readonly #fullText: FullText;

  constructor(database: Database) {
    this.#fullText = new FullText(database);
  }

  async changed(tx: Tx, id: number): Promise<void> {
    const postmortem = await tx<PostmortemRow>('postmortems')
      .where({ id })
      .first('title', 'entity_name', 'summary');
    if (!postmortem) return;
    const sections = await tx('postmortem_sections')
      .where({ postmortem_id: id })
      .orderBy('position')
      .select<{ key: string; body: string }[]>('key', 'body');
    const written = sections.map(({ key, body }) => ({
      key,
      text: plainText(body),
    }));
    const texts = [
      ...written.map(({ text }) => text),
      ...(await this.#factorsOf(tx, id)),
      ...(await tx('follow_ups')
        .where({ postmortem_id: id })
        .orderBy('id')
        .pluck('title')),
      ...(await tx('postmortem_entries')
        .where({ postmortem_id: id, hidden: false })
        .whereNull('merged_into')
        .orderBy(['at', 'position'])
        .limit(mostEntries)
        .pluck('text')),
    ];
    await this.#fullText.put(tx, {
      kind: 'postmortem',
      id,
      title: `${postmortem.title} ${postmortem.entity_name}`,
      body: texts.filter(text => text !== '').join('\n'),
    });
    const summary = shortened(
      (written.find(({ key }) => key === 'summary') ?? written[0])?.text ?? '',
    );
    if (summary !== postmortem.summary) {
      await tx<PostmortemRow>('postmortems').where({ id }).update({ summary });
    }
  }

  async #factorsOf(tx: Tx, id: number): Promise<string[]> {
    const rows = await tx('postmortem_factors')
      .leftJoin('factors', 'factors.id', 'postmortem_factors.factor_id')
      .where({ postmortem_id: id })
      .orderBy('postmortem_factors.id')
      .select<{ text: string; name: string | null }[]>('text', 'name');
    return rows.flatMap(({ text, name }) => (name ? [name, text] : [text]));
  }
}

/** The beginning, cut between words where it can be. */
function shortened(text: string): string {
  if (text.length <= longestSummary) return text;
  const cut = text.slice(0, longestSummary - 1);
  const end = cut.lastIndexOf(' ');
  return `${end > longestSummary / 2 ? cut.slice(0, end) : cut}…`;
}
