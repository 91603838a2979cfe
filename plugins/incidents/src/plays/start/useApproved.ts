import { useApi } from '@backstage/core-plugin-api';
import {
  endpoints,
  PlayInput,
} from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../../api';
import { EndpointState, useAsked } from '../../data';

/** What of a play is started: its text, and what it asks for. */
export interface StartedText {
  readonly source: string;
  readonly inputs: readonly PlayInput[];
}

/** The version of a play that is in force, which need not be the newest one. */
export function useApproved(id: string): EndpointState<StartedText> {
  const client = useApi(incidentsApiRef);
  return useAsked(['plays.approved', id], async () => {
    const play = await client.call(endpoints.plays.get, { params: { id } });
    const newest = { source: play.source, inputs: play.document.inputs };
    const inForce = play.approved?.version ?? play.version;
    if (inForce === play.version) return newest;
    const { items } = await client.call(endpoints.plays.versions, {
      params: { id },
    });
    const source = items.find(({ version }) => version === inForce)?.source;
    if (source === undefined) return newest;
    const { document } = await client.call(endpoints.plays.check, {
      body: { source },
    });
    return { source, inputs: document?.inputs ?? newest.inputs };
  });
}
