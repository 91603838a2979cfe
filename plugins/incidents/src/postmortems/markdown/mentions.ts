import { normalizeEntityRef } from '@muster/backstage-plugin-incidents-common';
import { findAndReplace } from 'mdast-util-find-and-replace';
import { mention } from './mention';

/** How a mention stands in the tree of a text: as a link of this scheme. */
const scheme = 'muster-mention:';

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
