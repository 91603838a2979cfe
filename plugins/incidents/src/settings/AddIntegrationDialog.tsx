import TextField from '@material-ui/core/TextField';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { breakableKinds, EntityPicker, FormDialog, useLayout } from '../kit';
import { CopyBlock, curlLine } from './CurlLine';

/** Makes a key for a monitor, and shows it once. */
export const AddIntegrationDialog = (props: {
  entityRef?: string;
  onClose: () => void;
}) => {
  const { stack, strong } = useLayout();
  const [name, setName] = useState('');
  const [entityRef, setEntityRef] = useState(props.entityRef ?? '');
  const [key, setKey] = useState('');
  const [made, setMade] = useState<{ key: string; url: string }>();
  const create = useCommand(
    contract.alerts.createIntegration,
    () => 'The integration is ready',
  );
  if (made) {
    return (
      <FormDialog
        name="integration-made"
        title="Keep this key: it is shown only now"
        verb="Done"
        pending={false}
        error={undefined}
        onSubmit={props.onClose}
        onClose={props.onClose}
      >
        <CopyBlock label="the key" text={made.key} />
        <div className={stack}>
          <span className={strong}>
            Point your monitor at {made.url}, or try it now:
          </span>
          <CopyBlock label="the line" text={curlLine(made.url, made.key)} />
        </div>
      </FormDialog>
    );
  }
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
