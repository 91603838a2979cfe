import {
  contract,
  DeadLetter,
} from '@muster/backstage-plugin-incidents-common';
import { iso } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { DeadLetterRow, WorkQueue } from './service';

const toApi = (row: DeadLetterRow): DeadLetter => ({
  ...row,
  failedAt: iso(row.failedAt),
});

/** Work that failed for good, for admins. */
export function mountWork(server: EndpointServer, work: WorkQueue): void {
  server.mount(contract.portal.deadLetters, {
    async handle({ query: { limit, cursor } }) {
      const rows = await work.deadLetters({
        limit: limit + 1,
        ...(cursor !== undefined && { before: cursor }),
      });
      const items = rows.slice(0, limit);
      return {
        items: items.map(toApi),
        nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      };
    },
  });
  server.mount(contract.portal.retryDeadLetter, {
    async handle({ params: { id } }) {
      await work.retry(id);
      return {};
    },
  });
}
