import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { DemoPortal } from '../src/DemoPortal';
import { waitFor } from '../src/waitFor';
import { Name, refs } from './cast';

/** What a person may do by HTTP, for what a journey needs but does not show. */
export const as = (portal: DemoPortal, name: Name): Promise<IncidentsClient> =>
  portal.api.as(refs[name]);

/** Until a portal that has just started has learnt from the catalog that the caller owns an entity. */
export async function untilOwner(
  api: IncidentsClient,
  entityRef: string,
): Promise<void> {
  await waitFor(
    `the caller to be an owner of ${entityRef}`,
    async () => {
      const { may } = await api.call(contract.alerts.entitySettings, {
        query: { entityRef },
      });
      return may.includes('edit');
    },
    60_000,
  );
}
