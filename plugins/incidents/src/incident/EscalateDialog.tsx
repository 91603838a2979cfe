import {
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../data';
import { FormDialog } from '../kit';
import { useText } from '../translation';

/** Pages the next step at once. Asks first, because it may wake somebody. */
export const EscalateDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useText();
  const escalate = useCommand(
    endpoints.incidents.escalate,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="escalate"
      title={t('escalate.title', { incident: incident.name })}
      verb={t('actions.escalate')}
      pending={escalate.pending}
      error={escalate.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await escalate.run({ params: { id: incident.name } });
        if (done) onClose();
      }}
    >
      <p style={{ margin: 0 }}>
        {incident.nextStep
          ? t('escalate.next', { step: incident.nextStep.text })
          : t('escalate.takenBack', { policy: incident.policyName })}
      </p>
    </FormDialog>
  );
};
