import {
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../data';
import { FormDialog } from '../kit';
import { useEscalationText } from '../translation';

/** Goes on by the policy as it is now. Asks first, because it may page others. */
export const ReattachDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useEscalationText();
  const reattach = useCommand(
    endpoints.incidents.reattachPolicy,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="reattach"
      title={t('reattach.title')}
      verb={t('action.reattach-policy')}
      pending={reattach.pending}
      error={reattach.error}
      onClose={onClose}
      onSubmit={async () => {
        if (await reattach.run({ params: { id: incident.name } })) onClose();
      }}
    >
      <p style={{ margin: 0 }}>
        {t('reattach.means', {
          incident: incident.name,
          policy: incident.policyName,
        })}
      </p>
    </FormDialog>
  );
};
