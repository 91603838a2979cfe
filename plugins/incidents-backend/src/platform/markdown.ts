import MarkdownIt from 'markdown-it';

/** How images of ours are written in Markdown: `muster-image:7f3a…`. */
const ourImage = /^muster-image:([0-9a-f-]{1,64})$/i;

/**
 * Addresses that a text may lead to: web, mail, and paths of the portal. Two slashes lead to another host, and
 * browsers take a backslash for a slash.
 */
const isSafeLink = (address: string): boolean =>
  /^(?:https?:\/\/|mailto:|#|\/(?![/\\]))/i.test(address) &&
  !/[\s\\]|\p{Cc}/u.test(address);

/** A longer bare address is no link, in characters. */
const longestBare = 500;
/** A document with more bare addresses has none of them as a link. */
const mostBare = 1_000;

const markdown = new MarkdownIt({ html: false, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
// Finding addresses takes the square of a text's length and more, so it is given short words only, and not so many of
// them. The core's pass looks at whole texts again, for addresses without a scheme.
markdown.core.ruler.disable('linkify');
const addressAtStart = markdown.linkify.matchAtStart.bind(markdown.linkify);
markdown.linkify.matchAtStart = text => {
  const [word] = text.slice(0, longestBare + 1).split(/\s/, 1);
  return word.length > longestBare ? null : addressAtStart(word);
};
/** For words alone, which need no addresses. */
const unlinked = new MarkdownIt({ html: false });

markdown.validateLink = address =>
  isSafeLink(address) || ourImage.test(address);
unlinked.validateLink = markdown.validateLink;
const { image: drawn, link_open: opened } = markdown.renderer.rules;

/** What the rendering of a text is given. */
export interface Rendering {
  /** An image of ours as a `data:` address; undefined when it is not there. It is shown where it is first named. */
  readonly imageOf?: (id: string) => string | undefined;
  /** Where paths of the portal lead; they stay as they are when left out. */
  readonly portalUrl?: string;
}

interface Rendered extends Rendering {
  /** Images that stand in it already. */
  readonly shown: Set<string>;
}

/** Text as it stands in HTML. */
export const escapeHtml = (text: string): string =>
  markdown.utils.escapeHtml(text);

markdown.renderer.rules.image = (
  tokens,
  index,
  options,
  env: Rendered,
  self,
) => {
  const token = tokens[index];
  const source = String(token.attrGet('src') ?? '');
  const id = ourImage.exec(source)?.[1];
  const data = id && env.imageOf?.(id);
  const name = self.renderInlineAsText(token.children ?? [], options, env);
  if (!data) {
    // An image of another host would tell it who reads this.
    const said = markdown.utils.escapeHtml(name || 'image');
    return id
      ? `<em>${said} (an image that is not here)</em>`
      : `<a href="${markdown.utils.escapeHtml(source)}" rel="noreferrer noopener">${said}</a>`;
  }
  // Once, since a text may name it a thousand times and each is the whole image.
  if (env.shown.has(id)) {
    return `<em>${markdown.utils.escapeHtml(name || 'image')} (an image that stands above)</em>`;
  }
  env.shown.add(id);
  token.attrSet('src', data);
  token.attrSet('alt', name);
  return drawn ? drawn(tokens, index, options, env, self) : '';
};

markdown.renderer.rules.link_open = (
  tokens,
  index,
  options,
  env: Rendering,
  self,
) => {
  const token = tokens[index];
  const address = token.attrGet('href') ?? '';
  if (ourImage.test(address)) token.attrSet('href', '#');
  if (address.startsWith('/') && env.portalUrl !== undefined) {
    token.attrSet('href', `${env.portalUrl}${address}`);
  }
  token.attrSet('rel', 'noreferrer noopener');
  return opened
    ? opened(tokens, index, options, env, self)
    : self.renderToken(tokens, index, options);
};

/**
 * Markdown as HTML. HTML in it is shown as text, links lead to web, mail and the portal only, and images are those
 * that are given; others become links.
 */
export function toHtml(text: string, rendering: Rendering = {}): string {
  markdown.set({ linkify: text.split('://').length <= mostBare });
  const rendered: Rendered = { ...rendering, shown: new Set() };
  return markdown.render(text, rendered);
}

/** What is left of Markdown when only its words are, with single spaces. */
export function plainText(text: string): string {
  return unlinked
    .parse(text, {})
    .flatMap(block => block.children ?? [{ ...block, type: 'block' }])
    .map(({ type, content }) => {
      if (type === 'block') return ` ${content} `;
      return type.endsWith('break') ? ' ' : content;
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}
