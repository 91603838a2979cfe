import Builder from 'fast-xml-builder';

/** An entry of a feed. */
export interface FeedEntry {
  /** Its address, which is its id too. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  /** Words to sort by: severity, service. */
  readonly categories: readonly string[];
}

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
});

/** An Atom feed (RFC 4287). */
export function atomFeed(feed: {
  /** Identifies it, and does not tell its secret. */
  readonly id: string;
  readonly title: string;
  /** The page for people. */
  readonly url: string;
  readonly updatedAt: Date;
  readonly entries: readonly FeedEntry[];
}): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: feed.id,
      title: inXml(feed.title),
      updated: feed.updatedAt.toISOString(),
      generator: 'Muster',
      link: { '@rel': 'alternate', '@type': 'text/html', '@href': feed.url },
      entry: feed.entries.map(entry => ({
        id: entry.url,
        title: inXml(entry.title),
        published: entry.publishedAt.toISOString(),
        updated: entry.updatedAt.toISOString(),
        author: { name: inXml(entry.author) },
        link: { '@rel': 'alternate', '@type': 'text/html', '@href': entry.url },
        category: entry.categories.map(term => ({ '@term': inXml(term) })),
        summary: inXml(entry.summary),
      })),
    },
  });
}

/** XML 1.0 has no place for most control characters, nor for halves of pairs. */
const inXml = (text: string) =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
