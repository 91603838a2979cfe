import { useRouteRef } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  CustomerImpact,
  customerImpacts,
  OnCallAnswer,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand, useEndpoint } from '../data';
import { Answer, FormDialog, namesOf, SeverityChoice, useLayout } from '../kit';
import { incidentRouteRef } from '../routes';
import { useText } from '../translation';

/** Opens an incident by hand: says before you press who will be paged. */
export const PageOwnerDialog = (props: {
  entityRef: string;
  onClose: () => void;
}) => {
  const { entityRef, onClose } = props;
  const t = useText();
  const navigate = useNavigate();
  const toIncident = useRouteRef(incidentRouteRef);
  const onCall = useEndpoint(endpoints.escalation.onCall, {
    query: { entityRef },
  });
  const create = useCommand(endpoints.incidents.create, incident =>
    t('pageOwner.done', {
      incident: incident.name,
      people: namesOf(incident.assigned) || t('onCall.nobodyHere'),
    }),
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
    if (!incident) return;
    onClose();
    navigate(toIncident({ name: incident.name }));
  };

  return (
    <FormDialog
      name="page-owner"
      title={t('pageOwner.title')}
      verb={t(create.pending ? 'pageOwner.submitting' : 'pageOwner.submit')}
      pending={create.pending}
      disabled={title.trim() === ''}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {severity === 'SEV5' ? (
        <div>{t('pageOwner.silent')}</div>
      ) : (
        <Answer state={onCall} lines={1}>
          {answer => <WhoIsPaged answer={answer} />}
        </Answer>
      )}
      <TextField
        id="page-owner-what"
        label={t('pageOwner.what')}
        placeholder={t('pageOwner.whatExample')}
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        required
        fullWidth
      />
      <TextField
        id="page-owner-more"
        label={t('pageOwner.more')}
        value={description}
        onChange={event => setDescription(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
        multiline
        minRows={2}
        fullWidth
      />
      <SeverityChoice
        label={t('pageOwner.severity')}
        value={severity}
        onChange={setSeverity}
      />
      <TextField
        id="page-owner-impact"
        label={t('pageOwner.impact')}
        select
        SelectProps={{ native: true }}
        value={impact}
        onChange={event => {
          const chosen = customerImpacts.find(it => it === event.target.value);
          if (chosen) setImpact(chosen);
        }}
        fullWidth
      >
        <option value="unknown">{t('pageOwner.impactUnknown')}</option>
        <option value="yes">{t('pageOwner.impactYes')}</option>
        <option value="no">{t('pageOwner.impactNo')}</option>
      </TextField>
    </FormDialog>
  );
};

/** Whom the button will wake, before it is pressed. */
const WhoIsPaged = ({ answer }: { answer: OnCallAnswer }) => {
  const t = useText();
  const { warn } = useLayout();
  const { onCall, path, policy } = answer;
  if (onCall.length > 0) {
    return (
      <div>
        {t('pageOwner.who', { people: namesOf(onCall), policy: policy.name })}
      </div>
    );
  }
  const catchAll = path.find(({ step }) => step === null)?.people ?? [];
  return (
    <div className={warn}>
      {catchAll.length > 0
        ? t('pageOwner.whoCatchAll', { people: namesOf(catchAll) })
        : t('pageOwner.nobody')}
    </div>
  );
};
