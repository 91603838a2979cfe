import Button from '@material-ui/core/Button';
import { endpoints, Shadow } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  EntityPicker,
  FormDialog,
  Panel,
  useLayout,
} from '../../kit';
import { useText } from '../../translation';
import { useUpcoming } from '../override/OverridesPanel';
import { SpanFields } from '../SpanFields';
import { spanWords } from '../times';
import { ScheduleDetail } from './SchedulePage';

/** Learners, who get copies of pages without being responsible. */
export const ShadowsPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useText();
  const { stack, mute } = useLayout();
  const [adding, setAdding] = useState(false);
  const state = useUpcoming(schedule.id);
  const mayEdit = schedule.may.includes('edit');
  return (
    <Panel
      title={t('shadows.title')}
      action={
        mayEdit && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setAdding(true)}
          >
            {t('shadows.add')}
          </Button>
        )
      }
    >
      <Answer state={state} lines={1}>
        {({ shadows }) =>
          shadows.length === 0 ? (
            <span className={mute}>{t('shadows.none')}</span>
          ) : (
            <div className={stack}>
              {shadows.map(shadow => (
                <Item
                  key={shadow.id}
                  shadow={shadow}
                  schedule={schedule}
                  zone={zone}
                />
              ))}
            </div>
          )
        }
      </Answer>
      {adding && (
        <ShadowDialog
          schedule={schedule}
          zone={zone}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
};

const Item = (props: {
  shadow: Shadow;
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { shadow, schedule, zone } = props;
  const t = useText();
  const { row, wrap, grow, small, mute, breakable } = useLayout();
  const remove = useCommand(endpoints.oncall.removeShadow, () =>
    t('shadows.removed'),
  );
  const { learner, follows, start, end } = shadow;
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={`${grow} ${breakable}`} style={{ flexBasis: 220 }}>
          {t('shadows.words', {
            learner: learner.name,
            follows: follows?.name ?? t('shadows.anybody'),
          })}
          <div className={`${small} ${mute}`}>
            {spanWords(start, end, zone)}
          </div>
        </div>
        {schedule.may.includes('edit') && (
          <ConfirmButton
            label={t('override.remove')}
            question={t('override.reallyRemove')}
            disabled={remove.pending}
            onConfirm={() =>
              void remove.run({
                params: { id: schedule.id, itemId: shadow.id },
              })
            }
          />
        )}
      </div>
      <CommandError error={remove.error} />
    </div>
  );
};

const ShadowDialog = (props: {
  schedule: ScheduleDetail;
  zone: string;
  onClose: () => void;
}) => {
  const { schedule, zone, onClose } = props;
  const t = useText();
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
