import { useRouteRef } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import {
  contract,
  CustomerImpact,
  customerImpactSchema,
  severities,
  Severity,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand, useEndpoint } from '../data';
import { FormDialog, namesOf, severityLooks, useLayout } from '../kit';
import { incidentRouteRef } from '../routes';

/** Opens an incident by hand: says before you press who will be paged. */
export const PageOwnerDialog = (props: {
  entityRef: string;
  onClose: () => void;
}) => {
  const { entityRef, onClose } = props;
  const { mute, warn } = useLayout();
  const navigate = useNavigate();
  const toIncident = useRouteRef(incidentRouteRef);
  const onCall = useEndpoint(contract.escalation.onCall, {
    query: { entityRef },
  });
  const create = useCommand(
    contract.incidents.create,
    incident =>
      `${incident.name} is open, ${namesOf(incident.assigned)} is paged`,
  );
  // One key for the life of the dialog: a second press cannot open a second incident.
  const [idempotencyKey] = useState(() => window.crypto.randomUUID());
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [severity, setSeverity] = useState<Severity>('SEV3');
  const [impact, setImpact] = useState<CustomerImpact>('unknown');

  const submit = async () => {
    const incident = await create.run({
      body: {
        entityRef,
        title,
        description,
        severity,
        customerImpact: impact,
        idempotencyKey,
      },
    });
    if (incident) navigate(toIncident({ name: incident.name }));
  };

  return (
    <FormDialog
      name="page-owner"
      title="Page the owner"
      verb={create.pending ? 'Paging…' : 'Page now'}
      pending={create.pending}
      disabled={title.trim() === ''}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {onCall.value && (
        <div className={onCall.value.onCall.length > 0 ? mute : warn}>
          {onCall.value.onCall.length > 0
            ? `${namesOf(onCall.value.onCall)} will be paged at once, by ${onCall.value.policy.name}.`
            : 'Nobody can be found who would be paged. Tell an admin of incidents.'}
        </div>
      )}
      <TextField
        id="page-owner-what"
        label="What is broken?"
        placeholder="Checkout answers 500 since 14:05"
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        required
        fullWidth
      />
      <TextField
        id="page-owner-more"
        label="What do you see? (optional)"
        value={description}
        onChange={event => setDescription(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
        multiline
        minRows={2}
        fullWidth
      />
      <TextField
        id="page-owner-severity"
        label="How bad is it?"
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
        id="page-owner-impact"
        label="Are customers affected?"
        select
        SelectProps={{ native: true }}
        value={impact}
        onChange={event =>
          setImpact(customerImpactSchema.parse(event.target.value))
        }
        fullWidth
      >
        <option value="unknown">I do not know</option>
        <option value="yes">Yes</option>
        <option value="no">No</option>
      </TextField>
    </FormDialog>
  );
};
