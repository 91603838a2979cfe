import TextField from '@material-ui/core/TextField';
import {
  contract,
  customerImpactSchema,
  IncidentDetail,
  severities,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { FormDialog, severityLooks } from '../kit';

/** Changes what people may have got wrong at first. What you typed stays when somebody was quicker. */
export const EditDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const [title, setTitle] = useState(incident.title);
  const [severity, setSeverity] = useState(incident.severity);
  const [impact, setImpact] = useState(incident.customerImpact);
  // The version that was seen; after a conflict the page has fetched the newer one.
  const [seen, setSeen] = useState(incident.version);
  const edit = useCommand(contract.incidents.edit, () => 'Saved');
  return (
    <FormDialog
      name="edit"
      title={`Change ${incident.name}`}
      verb={edit.error && seen !== incident.version ? 'Save over it' : 'Save'}
      pending={edit.pending}
      disabled={title.trim() === ''}
      error={edit.error}
      onClose={onClose}
      onSubmit={async () => {
        const version = edit.error ? incident.version : seen;
        setSeen(version);
        const saved = await edit.run({
          params: { id: incident.name },
          body: { version, title, severity, customerImpact: impact },
        });
        if (saved) onClose();
      }}
    >
      <TextField
        id="edit-title"
        label="Title"
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        required
        fullWidth
      />
      <TextField
        id="edit-severity"
        label="Severity"
        select
        SelectProps={{ native: true }}
        value={severity}
        onChange={event =>
          setSeverity(severitySchema.parse(event.target.value))
        }
        fullWidth
      >
        {severities.map(name => (
          <option key={name} value={name}>
            {name} – {severityLooks[name].words}
          </option>
        ))}
      </TextField>
      <TextField
        id="edit-impact"
        label="Customers affected"
        select
        SelectProps={{ native: true }}
        value={impact}
        onChange={event =>
          setImpact(customerImpactSchema.parse(event.target.value))
        }
        fullWidth
      >
        {customerImpactSchema.options.map(option => (
          <option key={option}>{option}</option>
        ))}
      </TextField>
    </FormDialog>
  );
};
