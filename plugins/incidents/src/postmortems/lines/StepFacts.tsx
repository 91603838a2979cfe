import {
  PostmortemDetail,
  PostmortemStep,
} from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { dayText } from './days';

/** Who does a step on the way to a postmortem, until when; or who has done it. */
export const StepFacts = (props: {
  id?: string;
  postmortem: Pick<PostmortemDetail, 'writer' | 'owner'>;
  step: PostmortemStep;
}) => {
  const { by, done, dueAt, overdue } = props.step;
  const t = usePostmortemsText();
  const { small, mute, bad, breakable } = useLayout();
  const person = by === 'reviewers' ? null : props.postmortem[by];
  const role = t(`step.role.${by}`);
  return (
    <div id={props.id} className={`${small} ${mute} ${breakable}`}>
      {done ? (
        t('step.doneBy', { person: done.by.name, day: dayText(done.at) })
      ) : (
        <>
          {person ? t('step.who', { person: person.name, role }) : role}
          {' · '}
          <span className={overdue ? bad : ''}>
            {overdue && <span aria-hidden>▲ </span>}
            {t(overdue ? 'step.overdue' : 'step.due', { day: dayText(dueAt) })}
          </span>
        </>
      )}
    </div>
  );
};
