import { useApi } from '@backstage/core-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import {
  endpoints,
  IncidentDetail,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../data';
import { FormDialog } from '../kit';
import { useText } from '../translation';

/** Gives an incident to somebody else, who is paged at once. */
export const ReassignDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useText();
  const catalog = useApi(catalogApiRef);
  const people = useQuery({
    queryKey: ['catalog.people'],
    queryFn: async (): Promise<NamedRef[]> => {
      const { items } = await catalog.getEntities({
        filter: { kind: 'User' },
        fields: ['kind', 'metadata.name', 'metadata.namespace', 'spec.profile'],
      });
      return items.map(user => ({
        ref: stringifyEntityRef(user),
        name: displayNameOf(user.spec?.profile) ?? user.metadata.name,
      }));
    },
  });
  const [chosen, setChosen] = useState<NamedRef | null>(null);
  const reassign = useCommand(
    endpoints.incidents.reassign,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="reassign"
      title={t('reassign.title', { incident: incident.name })}
      verb={t('reassign.submit')}
      pending={reassign.pending}
      disabled={chosen === null}
      error={reassign.error ?? people.error ?? undefined}
      onClose={onClose}
      onSubmit={async () => {
        if (!chosen) return;
        const done = await reassign.run({
          params: { id: incident.name },
          body: { people: [chosen.ref] },
        });
        if (done) onClose();
      }}
    >
      <Autocomplete
        id="reassign-to"
        options={people.data ?? []}
        loading={people.isLoading}
        getOptionLabel={person => person.name}
        getOptionSelected={(a, b) => a.ref === b.ref}
        value={chosen}
        onChange={(_event, person) => setChosen(person)}
        renderInput={params => (
          <TextField {...params} label={t('reassign.who')} fullWidth />
        )}
      />
    </FormDialog>
  );
};

function displayNameOf(profile: unknown): string | undefined {
  return typeof profile === 'object' &&
    profile !== null &&
    'displayName' in profile &&
    typeof profile.displayName === 'string'
    ? profile.displayName
    : undefined;
}
