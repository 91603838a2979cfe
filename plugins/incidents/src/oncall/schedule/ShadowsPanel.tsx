import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../data';
import { EntityPicker, FormDialog } from '../../kit';
import { useOnCallText } from '../../translation';
import { SpanFields } from '../SpanFields';
import { spanWords } from '../times';
import { ChangeLine, ChangesPanel } from './ChangesPanel';
import { ScheduleDetail } from './SchedulePage';

/** Learners, who get copies of pages without being responsible. */
export const ShadowsPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useOnCallText();
  return (
    <ChangesPanel
      title={t('shadows.title')}
      none={t('shadows.none')}
      schedule={schedule}
      changesOf={({ shadows }) => shadows}
      line={({ id, learner, follows, start, end }) => (
        <ChangeLine
          schedule={schedule}
          itemId={id}
          endpoint={endpoints.oncall.removeShadow}
          ended={t('shadows.removed')}
          words={t('shadows.words', {
            learner: learner.name,
            follows: follows?.name ?? t('shadows.anybody'),
          })}
          details={spanWords(start, end, zone)}
        />
      )}
      add={{
        label: t('shadows.add'),
        form: onClose => (
          <ShadowDialog schedule={schedule} zone={zone} onClose={onClose} />
        ),
      }}
    />
  );
};

const ShadowDialog = (props: {
  schedule: ScheduleDetail;
  zone: string;
  onClose: () => void;
}) => {
  const { schedule, zone, onClose } = props;
  const t = useOnCallText();
  const [learnerRef, setLearnerRef] = useState('');
  const [followsRef, setFollowsRef] = useState('');
  const [span, setSpan] = useState(() => weekFromNow(zone));
  const add = useCommand(endpoints.oncall.addShadow, ({ learner }) =>
    t('shadows.done', { person: learner.name }),
  );
  return (
    <FormDialog
      name="shadow"
      title={t('shadows.add')}
      verb={t('override.submit')}
      pending={add.pending}
      disabled={!learnerRef || span.start >= span.end}
      error={add.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await add.run({
          params: { id: schedule.id },
          body: { learnerRef, followsRef: followsRef || null, ...span },
        });
        if (done) onClose();
      }}
    >
      <EntityPicker
        id="shadow-learner"
        label={t('shadows.learner')}
        kinds={['User']}
        value={learnerRef}
        onChange={setLearnerRef}
        required
      />
      <EntityPicker
        id="shadow-follows"
        label={t('shadows.follows')}
        kinds={['User']}
        value={followsRef}
        onChange={setFollowsRef}
      />
      <SpanFields
        id="shadow"
        zone={zone}
        {...span}
        onChange={part => setSpan({ ...span, ...part })}
      />
    </FormDialog>
  );
};

/** From the next full hour on, for a week. */
export function weekFromNow(zone: string) {
  const from = DateTime.now().setZone(zone).startOf('hour').plus({ hours: 1 });
  return {
    start: from.toJSDate().toISOString(),
    end: from.plus({ weeks: 1 }).toJSDate().toISOString(),
  };
}
