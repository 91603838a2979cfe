import Button from '@material-ui/core/Button';
import {
  ContactMethod,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { CommandError, ConfirmButton, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { CodeForm } from './CodeForm';
import { wayWords } from './ways';

/** One way to be reached: what it is, whether it counts, what is wrong with it. */
export const MethodItem = ({ method }: { method: ContactMethod }) => {
  const t = useEscalationText();
  const { tight, row, wrap, grow, small, mute, warn, bad, strong } =
    useLayout();
  const [entering, setEntering] = useState(false);
  const remove = useCommand(endpoints.paging.removeMethod, () =>
    t('contacts.removed', { way: wayWords(method) }),
  );
  const { title, label, address, verified, wakes, source, trouble } = method;
  return (
    <section className={tight} aria-label={wayWords(method)}>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ flexBasis: 200 }}>
          <span className={strong}>{label || title}</span> {address}
          <div className={`${small} ${mute}`}>
            {[
              label && title,
              t(wakes ? 'contacts.wakes' : 'contacts.copies'),
              source === 'catalog' && t('contacts.fromCatalog'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
          {!verified && (
            <div className={`${small} ${warn}`}>
              ! {t('contacts.unverified')}
            </div>
          )}
          {trouble && <div className={`${small} ${bad}`}>✘ {trouble}</div>}
        </div>
        {!verified && !entering && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setEntering(true)}
          >
            {t('contacts.verify')}
          </Button>
        )}
        {source === 'own' && (
          <ConfirmButton
            label={t('contacts.remove')}
            question={t('contacts.reallyRemove')}
            disabled={remove.pending}
            onConfirm={() => void remove.run({ params: { id: method.id } })}
          />
        )}
      </div>
      <CommandError error={remove.error} />
      {!verified && entering && (
        <CodeForm method={method} onVerified={() => setEntering(false)} />
      )}
    </section>
  );
};
