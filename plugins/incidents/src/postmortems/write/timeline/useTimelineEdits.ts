import { useApi } from '@backstage/core-plugin-api';
import {
  CallOutput,
  endpoints,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { incidentsApiRef } from '../../../api';
import { asError } from '../section/asError';
import { EntryChange, expected, withEntry } from './curation';

type Timeline = CallOutput<typeof endpoints.postmortems.timeline>;

/**
 * Changes entries of a timeline. A change is seen at once, and taken back when the server refuses it: who goes
 * through hundreds of entries does not wait for each.
 *
 * @param name - `PM-12`
 */
export function useTimelineEdits(name: string) {
  const client = useApi(incidentsApiRef);
  const queries = useQueryClient();
  const [error, setError] = useState<Error>();

  const show = useCallback(
    (entry: PostmortemEntry) =>
      queries.setQueryData<Timeline>(
        [endpoints.postmortems.timeline.id, { params: { id: name } }],
        timeline => timeline && { items: withEntry(timeline.items, entry) },
      ),
    [queries, name],
  );

  const change = useCallback(
    async (entry: PostmortemEntry, body: EntryChange): Promise<void> => {
      setError(undefined);
      // A look that is on its way would show the old one again.
      await queries.cancelQueries({
        queryKey: [endpoints.postmortems.timeline.id],
      });
      show(expected(entry, body));
      try {
        show(
          await client.call(endpoints.postmortems.editEntry, {
            params: { id: name, entryId: entry.id },
            body,
          }),
        );
      } catch (thrown) {
        setError(asError(thrown));
        void queries.invalidateQueries({
          queryKey: [endpoints.postmortems.timeline.id],
        });
      }
      if (body.at !== undefined) {
        // It may stand elsewhere now.
        void queries.invalidateQueries({
          queryKey: [endpoints.postmortems.timeline.id],
        });
      }
      if (body.moment !== undefined || body.at !== undefined) {
        // Durations, the picture and what publishing lacks follow from the key moments.
        void queries.invalidateQueries({
          queryKey: [endpoints.postmortems.get.id],
        });
      }
    },
    [client, queries, name, show],
  );

  return { change, error };
}
