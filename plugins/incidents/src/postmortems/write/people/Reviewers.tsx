import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { Ago, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** Who reviews it, and who has signed off. */
export const Reviewers = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { plain, tight, mute, ok, small } = useLayout();
  if (postmortem.reviewers.length === 0) {
    return <span className={mute}>{t('people.noReviewers')}</span>;
  }
  return (
    <ul className={`${plain} ${tight}`}>
      {postmortem.reviewers.map(({ person, signedOffAt, note }) => (
        <li key={person.ref}>
          {person.name}{' '}
          <span className={`${small} ${signedOffAt ? ok : mute}`}>
            {signedOffAt ? (
              <>
                ✔ {t('people.signedOff', { moment: <Ago at={signedOffAt} /> })}
              </>
            ) : (
              `… ${t('people.notYet')}`
            )}
          </span>
          {note && <div className={small}>“{note}”</div>}
        </li>
      ))}
    </ul>
  );
};
