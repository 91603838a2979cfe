import { endpoints, Schedule } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { EmptyState, FormDialog, LoadingState } from '../../kit';
import { useOnCallText } from '../../translation';
import { CoverForm } from './CoverForm';

/** What is needed of a schedule to ask somebody. */
export type CoverSchedule = Pick<Schedule, 'id' | 'name'>;

/** Asks a colleague to cover the viewer's shift, or to swap it: filled in for the next shift and whoever has the fewest hours. */
export const CoverDialog = (props: {
  schedule: CoverSchedule;
  zone: string;
  onClose: () => void;
}) => {
  const { schedule, zone, onClose } = props;
  const t = useOnCallText();
  const mine = useEndpoint(endpoints.oncall.myOnCall, {});
  const me = useEndpoint(endpoints.portal.me, {});
  const shifts = mine.value?.shifts.filter(
    shift => shift.schedule.id === schedule.id,
  );
  if (shifts?.[0] && me.value) {
    return (
      <CoverForm
        schedule={schedule}
        zone={zone}
        shifts={shifts}
        meRef={me.value.person.ref}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      name="cover"
      title={t('cover.title', { schedule: schedule.name })}
      verb={t('cover.submit')}
      pending={false}
      disabled
      error={mine.error ?? me.error}
      onClose={onClose}
      onSubmit={() => {}}
    >
      {shifts ? (
        <EmptyState title={t('cover.noShift')} />
      ) : (
        <LoadingState lines={3} />
      )}
    </FormDialog>
  );
};
