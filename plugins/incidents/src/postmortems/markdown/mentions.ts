import { normalizeEntityRef } from '@muster/backstage-plugin-incidents-common';
import { findAndReplace } from 'mdast-util-find-and-replace';

/** How a mention stands in the tree of a text: as a link of this scheme. */
const scheme = 'muster-mention:';

/**
 * `@user:default/ana.ruiz`: a kind, a namespace and a name as the catalog writes them. A full stop at the end is the
 * sentence's.
 */
const mention = /(?<![\w@/])@([a-z][a-z0-9]*:[\w.-]*[\w-]\/[\w.-]*[\w-])/gi;

/** The refs of the catalog that a text mentions, each once, in their order. */
export const mentionsIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(mention)].map(([, ref]) => ref.toLocaleLowerCase('en')),
  ),
];

/** A plugin of remark that makes links of mentions; code is left alone, and so are links. */
export const linkMentions =
  () => (tree: Parameters<typeof findAndReplace>[0]) => {
    findAndReplace(
      tree,
      mention,
      (_whole: string, ref: string) => ({
        type: 'link',
        url: `${scheme}${ref.toLocaleLowerCase('en')}`,
        children: [{ type: 'text', value: `@${ref}` }],
      }),
      { ignore: ['link', 'linkReference'] },
    );
  };

/** The ref that such a link stands for; undefined for any other link, also for one that somebody wrote by hand. */
export const mentionedBy = (url: string): string | undefined =>
  url.startsWith(scheme)
    ? normalizeEntityRef(url.slice(scheme.length))
    : undefined;
