import { contract } from '@muster/backstage-plugin-incidents-common';
import { AuditBook } from '../platform/Audit';
import { EndpointServer } from '../platform/http';

/** Who changed what, for admins. */
export function mountAudit(server: EndpointServer, audit: AuditBook): void {
  server.mount(contract.portal.audit, {
    async handle({ query: { limit, cursor } }) {
      const rows = await audit.list(limit + 1, cursor);
      const items = rows.slice(0, limit);
      return {
        items: [...items],
        nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      };
    },
  });
}
