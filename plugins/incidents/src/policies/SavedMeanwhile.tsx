import { Policy } from '@muster/backstage-plugin-incidents-common';
import { Ago, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { PolicySentence } from './PolicySentence';

/** What somebody else has saved since the form was opened. */
export const SavedMeanwhile = ({ policy }: { policy: Policy }) => {
  const t = useEscalationText();
  const { tight, warn, breakable } = useLayout();
  return (
    <div className={`${tight} ${breakable}`} role="status">
      <b className={warn}>
        !{' '}
        {t('policy.meanwhile', {
          person: policy.updatedBy.name,
          moment: <Ago at={policy.updatedAt} />,
        })}
      </b>
      <span>{policy.name}</span>
      <PolicySentence policy={policy} />
      <span>{t('policy.saveAgain')}</span>
    </div>
  );
};
