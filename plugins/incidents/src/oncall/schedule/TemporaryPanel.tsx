import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { namesOf } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';
import { ChangeLine, ChangesPanel } from './ChangesPanel';
import { ScheduleDetail } from './SchedulePage';
import { TemporaryDialog } from './TemporaryDialog';

/** Fixed shifts that replace everything for a time: a holiday, a release. */
export const TemporaryPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useOnCallText();
  return (
    <ChangesPanel
      title={t('temporary.title')}
      none={t('temporary.none')}
      schedule={schedule}
      changesOf={({ temporary }) => temporary}
      line={({ id, start, end, reason, shifts }) => (
        <ChangeLine
          schedule={schedule}
          itemId={id}
          endpoint={endpoints.oncall.removeTemporary}
          ended={t('temporary.removed')}
          words={reason || t('temporary.unnamed')}
          details={`${spanWords(start, end, zone)} · ${
            namesOf(shifts.map(({ participant }) => participant)) ||
            t('calendar.nobody')
          }`}
        />
      )}
      add={{
        label: t('temporary.add'),
        form: onClose => (
          <TemporaryDialog schedule={schedule} zone={zone} onClose={onClose} />
        ),
      }}
    />
  );
};
