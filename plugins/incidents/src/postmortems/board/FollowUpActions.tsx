import Button from '@material-ui/core/Button';
import { endpoints, FollowUp } from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { CommandError, ConfirmButton } from '../../kit';
import { usePostmortemsText } from '../../translation';

// Few presses open them, and lists of follow-ups stand on pages of entities.
const VerifyDialog = lazy(() =>
  import('./VerifyDialog').then(m => ({ default: m.VerifyDialog })),
);
const TicketButtons = lazy(() =>
  import('./TicketButtons').then(m => ({ default: m.TicketButtons })),
);
const EditFollowUpDialog = lazy(() =>
  import('./EditFollowUpDialog').then(m => ({ default: m.EditFollowUpDialog })),
);

/** What the viewer can do about a follow-up. */
export const FollowUpActions = ({ followUp }: { followUp: FollowUp }) => {
  const t = usePostmortemsText();
  const { may, name, version } = followUp;
  const params = { id: name };
  const [dialog, setDialog] = useState<'verify' | 'edit'>();
  const close = () => setDialog(undefined);
  const me = useEndpoint(endpoints.portal.me, {});
  const finish = useCommand(endpoints.postmortems.finishFollowUp, () =>
    t('followUp.finished', { followUp: name }),
  );
  const take = useCommand(endpoints.postmortems.editFollowUp, () =>
    t('followUp.taken', { followUp: name }),
  );
  const reopen = useCommand(endpoints.postmortems.reopenFollowUp, () =>
    t('followUp.reopened', { followUp: name }),
  );
  const pending = finish.pending || take.pending || reopen.pending;
  return (
    <>
      {may.includes('finish') && (
        <Button
          size="small"
          variant="outlined"
          disabled={pending}
          onClick={() => void finish.run({ params })}
        >
          {t('followUp.finish')}
        </Button>
      )}
      {may.includes('verify') && (
        <Button
          size="small"
          variant="outlined"
          onClick={() => setDialog('verify')}
        >
          {t('followUp.verify')}
        </Button>
      )}
      {may.includes('edit') && followUp.owner === null && me.value && (
        <Button
          size="small"
          disabled={pending}
          onClick={() =>
            void take.run({
              params,
              body: { version, ownerRef: me.value?.person.ref },
            })
          }
        >
          {t('followUp.take')}
        </Button>
      )}
      {may.includes('edit') && (
        <Button size="small" onClick={() => setDialog('edit')}>
          {t('followUp.edit')}
        </Button>
      )}
      {may.includes('reopen') && (
        <ConfirmButton
          label={t('followUp.reopen')}
          question={t('followUp.reallyReopen')}
          disabled={pending}
          onConfirm={() => void reopen.run({ params, body: {} })}
        />
      )}
      <CommandError error={finish.error ?? take.error ?? reopen.error} />
      <Suspense fallback={null}>
        {may.includes('ticket') && <TicketButtons followUp={followUp} />}
        {dialog === 'verify' && (
          <VerifyDialog followUp={followUp} onClose={close} />
        )}
        {dialog === 'edit' && (
          <EditFollowUpDialog followUp={followUp} onClose={close} />
        )}
      </Suspense>
    </>
  );
};
