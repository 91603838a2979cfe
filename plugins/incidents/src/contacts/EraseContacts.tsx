import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../data';
import { CommandError, ConfirmButton, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** Takes back all that the viewer has told of how they are reached. */
export const EraseContacts = () => {
  const t = useEscalationText();
  const { tight } = useLayout();
  const erase = useCommand(endpoints.paging.eraseContacts, () =>
    t('contacts.erased'),
  );
  return (
    <div className={tight}>
      <div>
        <ConfirmButton
          label={t('contacts.erase')}
          question={t('contacts.reallyErase')}
          disabled={erase.pending}
          onConfirm={() => void erase.run({})}
        />
      </div>
      <CommandError error={erase.error} />
    </div>
  );
};
