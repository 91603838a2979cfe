import {
  CallOutput,
  endpoints,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { EmptyState, FormDialog, LoadingState } from '../../kit';
import { useOnCallText } from '../../translation';
import { CoverForm } from './CoverForm';

/** What is needed of a schedule to ask somebody. */
export type CoverSchedule = Pick<Schedule, 'id' | 'name'>;

type MyShift = CallOutput<typeof endpoints.oncall.myOnCall>['shifts'][number];

/** A shift of the viewer's, of which a part can be passed on. */
export type PassableShift = MyShift & {
  readonly passable: NonNullable<MyShift['passable']>;
};

const isPassable = (shift: MyShift): shift is PassableShift =>
  shift.passable !== null;

/** Asks a colleague to cover the viewer's shift, or to swap it: filled in for the next shift and whoever has the fewest hours. */
export const CoverDialog = (props: {
  schedule: CoverSchedule;
  zone: string;
  /** When the shift starts that is filled in; the next one that can be passed on where left out. */
  shiftStart?: string;
  onClose: () => void;
}) => {
  const { schedule, zone, shiftStart, onClose } = props;
  const t = useOnCallText();
  const mine = useEndpoint(endpoints.oncall.myOnCall, {});
  const me = useEndpoint(endpoints.portal.me, {});
  const own = mine.value?.shifts.filter(
    shift => shift.schedule.id === schedule.id,
  );
  const shifts = own?.filter(isPassable);
  if (shifts?.[0] && me.value) {
    return (
      <CoverForm
        schedule={schedule}
        zone={zone}
        shifts={shifts}
        shiftStart={shiftStart}
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
        <EmptyState
          title={t(own?.length ? 'cover.noneToPass' : 'cover.noShift')}
        />
      ) : (
        <LoadingState lines={3} />
      )}
    </FormDialog>
  );
};
