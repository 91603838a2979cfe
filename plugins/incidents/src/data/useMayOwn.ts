import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from './useEndpoint';

/** Whether the viewer can own anything: members of a group, and admins. Who owns what is up to the server. */
export function useMayOwn(): boolean {
  const { value } = useEndpoint(endpoints.portal.me, {});
  return value !== undefined && (value.isAdmin || value.groups.length > 0);
}
