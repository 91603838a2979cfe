import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { breakableKinds, EntityPicker, FormDialog } from '../kit';
import { IntegrationMade } from './IntegrationMade';

/** Makes a key for a monitor, and shows it once. */
export const AddIntegrationDialog = (props: {
  entityRef?: string;
  onClose: () => void;
}) => {
  const [name, setName] = useState('');
  const [entityRef, setEntityRef] = useState(props.entityRef ?? '');
  const [key, setKey] = useState('');
  const [made, setMade] = useState<{ key: string; url: string }>();
  const create = useCommand(
    endpoints.alerts.createIntegration,
    () => 'The integration is ready',
  );
  if (made) return <IntegrationMade made={made} onDone={props.onClose} />;
  return (
    <FormDialog
      name="integration"
      title="Add an integration"
      verb="Make the key"
      pending={create.pending}
      disabled={name.trim() === '' || entityRef === ''}
      error={create.error}
      onClose={props.onClose}
      onSubmit={async () => {
        const answer = await create.run({
          body: { name, entityRef, ...(key && { key }) },
        });
        if (answer) setMade(answer);
      }}
    >
      <TextField
        id="integration-name"
        label="Which monitor is it?"
        placeholder="Alertmanager"
        value={name}
        onChange={event => setName(event.target.value)}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <EntityPicker
        id="integration-entity"
        label="Which service does it watch?"
        kinds={breakableKinds}
        value={entityRef}
        onChange={setEntityRef}
        required
      />
      <TextField
        id="integration-key"
        label="A key of your own (optional)"
        helperText="32 letters or digits, when you move from another product"
        value={key}
        onChange={event => setKey(event.target.value.trim())}
        fullWidth
      />
    </FormDialog>
  );
};
