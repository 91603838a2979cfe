import { ScheduleVersion } from '@muster/backstage-plugin-incidents-common';
import { Ago, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

/** What others have saved since the form was opened. */
export const ChangedMeanwhile = (props: {
  versions: readonly ScheduleVersion[];
}) => {
  const t = useOnCallText();
  const { tight, warn, breakable } = useLayout();
  return (
    <div className={`${tight} ${breakable}`} role="status">
      <b className={warn}>! {t('editor.meanwhile')}</b>
      {props.versions.map(({ version, savedBy, savedAt, changes }) => (
        <span key={version}>
          <b>{savedBy.name}</b>, <Ago at={savedAt} />: {changes.join('; ')}
        </span>
      ))}
      <span>{t('editor.saveAgain')}</span>
    </div>
  );
};
