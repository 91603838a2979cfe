import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { breakableKinds, EntityPicker, FormDialog } from '../kit';
import { useSettingsText } from '../translation';
import { IntegrationMade } from './IntegrationMade';

/** Makes a key for a monitor, and shows it once. */
export const AddIntegrationDialog = (props: {
  entityRef?: string;
  onClose: () => void;
}) => {
  const t = useSettingsText();
  const [name, setName] = useState('');
  const [entityRef, setEntityRef] = useState(props.entityRef ?? '');
  const [key, setKey] = useState('');
  const [made, setMade] = useState<{ key: string; url: string }>();
  const create = useCommand(endpoints.alerts.createIntegration, () =>
    t('newIntegration.ready'),
  );
  if (made) return <IntegrationMade made={made} onDone={props.onClose} />;
  return (
    <FormDialog
      name="integration"
      title={t('newIntegration.title')}
      verb={t('newIntegration.verb')}
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
        label={t('newIntegration.monitor')}
        placeholder="Alertmanager"
        value={name}
        onChange={event => setName(event.target.value)}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <EntityPicker
        id="integration-entity"
        label={t('newIntegration.service')}
        kinds={breakableKinds}
        value={entityRef}
        onChange={setEntityRef}
        required
      />
      <TextField
        id="integration-key"
        label={t('newIntegration.ownKey')}
        helperText={t('newIntegration.ownKeyHow')}
        value={key}
        onChange={event => setKey(event.target.value.trim())}
        fullWidth
      />
    </FormDialog>
  );
};
