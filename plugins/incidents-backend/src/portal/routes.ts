import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  contract,
  Me,
  MeExport,
  NamedRef,
  PortalStatus,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { EndpointServer } from '../platform/http';
import { openApiDocument } from './openapi';

/** What the portal shows of itself and of the caller; each part comes from its room. */
export interface PortalFacts {
  readonly baseUrl: string;
  readonly directory: Directory;
  /** Open incidents in which a person is assigned, as far as the viewer may read them. */
  assignedTo(
    personRef: string,
    viewer: BackstageCredentials,
  ): Promise<Me['assigned']>;
  /** The person's own channels, with their addresses. */
  channelsOf(personRef: string): Promise<Me['channels']>;
  reachable(personRef: string): Promise<boolean>;
  status(): Promise<PortalStatus>;
  /** All that is kept about a person. */
  exportOf(person: NamedRef): Promise<MeExport>;
}

/** Serves the caller, the state of the installation, and the OpenAPI document. */
export function mountPortal(server: EndpointServer, facts: PortalFacts): void {
  const { directory } = facts;

  server.mount(contract.portal.me, {
    handle: async ({ caller, credentials }) => {
      if (caller.kind !== 'person') {
        throw new NotAllowedError('This is about a person; sign in as one');
      }
      const [person] = await directory.named([caller.ref]);
      return {
        person,
        groups: [
          ...(await directory.named(
            caller.ownership.filter(ref => ref.startsWith('group:')),
          )),
        ],
        isAdmin: caller.isAdmin,
        assigned: await facts.assignedTo(caller.ref, credentials),
        channels: await facts.channelsOf(caller.ref),
        reachable: await facts.reachable(caller.ref),
      };
    },
  });

  server.mount(contract.portal.exportMe, {
    handle: async ({ caller }) =>
      facts.exportOf(await personOf(directory, caller)),
  });

  server.mount(contract.portal.status, { handle: () => facts.status() });

  server.router.get('/v1/openapi.json', (_req, res) => {
    res.json(openApiDocument(facts.baseUrl));
  });
}
