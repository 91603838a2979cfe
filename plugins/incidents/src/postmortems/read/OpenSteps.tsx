import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { StepFacts } from '../lines';

/** Steps on the way that are not done; nothing when all are. */
export const OpenSteps = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { small, breakable } = useLayout();
  const open = postmortem.steps.filter(({ done }) => done === null);
  return open.length === 0 ? null : (
    <div className={small}>
      <b>{t('step.open')}</b>
      <ul style={{ margin: 0, paddingLeft: 20 }} aria-label={t('step.open')}>
        {open.map(step => (
          <li key={step.position} className={breakable}>
            {step.title}
            <StepFacts postmortem={postmortem} step={step} />
          </li>
        ))}
      </ul>
    </div>
  );
};
