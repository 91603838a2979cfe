import { endpoints, Override } from '@muster/backstage-plugin-incidents-common';
import { OnCallText, useOnCallText } from '../../translation';
import { ChangeLine, ChangesPanel } from '../schedule/ChangesPanel';
import { ScheduleDetail } from '../schedule/SchedulePage';
import { spanWords } from '../times';

/** The overrides that hold now or will within a year; owners end them. */
export const OverridesPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useOnCallText();
  return (
    <ChangesPanel
      title={t('override.list')}
      none={t('override.none')}
      schedule={schedule}
      changesOf={({ overrides }) => overrides}
      line={override => (
        <ChangeLine
          schedule={schedule}
          itemId={override.id}
          endpoint={endpoints.oncall.removeOverride}
          ended={t('override.removed')}
          words={wordsOf(override, t)}
          details={
            <>
              {spanWords(override.start, override.end, zone)} ·{' '}
              {t('override.by', { person: override.createdBy.name })}
              {override.reason && ` · “${override.reason}”`}
            </>
          }
        />
      )}
    />
  );
};

/** `Mia Kovač instead of Ben Okafor`. */
function wordsOf({ kind, person, replaces }: Override, t: OnCallText): string {
  const others = replaces?.name ?? t('override.everybody');
  if (kind === 'remove') return t('override.wordsRemove', { others });
  if (kind === 'add')
    return t('override.wordsAdd', { person: person?.name ?? '' });
  return t('override.wordsCover', { person: person?.name ?? '', others });
}
