import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { postmortemWritePermission } from '@muster/backstage-plugin-incidents-common';

/** Whether the portal's policy lets somebody write postmortems, which everything that is done with one needs. */
export async function mayWriteAny(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<boolean> {
  const [{ result }] = await permissions.authorize(
    [{ permission: postmortemWritePermission }],
    { credentials },
  );
  return result === AuthorizeResult.ALLOW;
}
