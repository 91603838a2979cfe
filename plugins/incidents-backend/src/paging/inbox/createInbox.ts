import { PagingInbox } from '@muster/backstage-plugin-incidents-node';
import { findPages } from '../pageStore';
import { isDigest } from '../bundles';
import { PageComposer } from '../PageComposer';
import { deliveriesOf } from './inboxStore';
import { Receipts } from './Receipts';
import { Replies, RepliesOptions } from './Replies';

/** What comes back from providers, for the modules that check that it is they who speak. */
export function createInbox(
  options: RepliesOptions & {
    readonly receipts: Receipts;
    readonly composer: PageComposer;
  },
): PagingInbox {
  const { database, incidents, receipts, composer } = options;
  const replies = new Replies(options);
  return {
    receipt: receipt => receipts.take(receipt),
    reply: reply => replies.reply(reply),
    async message(messageKey) {
      const sent = await deliveriesOf(database.knex, messageKey);
      if (sent.length === 0) return undefined;
      const pages = await findPages(
        database.knex,
        sent.map(({ pageId }) => pageId),
      );
      const open = await database.transaction(async tx => {
        const still = [];
        for (const page of pages.values()) {
          const standing = await incidents.standingOf(tx, page.incidentId);
          if (standing?.status === 'triggered') still.push(page);
        }
        return still;
      });
      if (open.length === 0) return undefined;
      if (open.length === 1) return composer.page(open[0], messageKey);
      const digest = isDigest(sent[0].bundleId ?? '');
      return composer.together(open, digest ? 'digest' : 'summary', messageKey);
    },
  };
}
