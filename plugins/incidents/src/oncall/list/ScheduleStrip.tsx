import { endpoints, Schedule } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { Answer, useNow } from '../../kit';
import { twoWeeksFrom } from '../calendar/range';
import { Strip } from '../calendar/Strip';

/** The next two weeks of a schedule as the server has them, on the schedule's clock. */
export const ScheduleStrip = ({ schedule }: { schedule: Schedule }) => {
  const now = useNow(60).setZone(schedule.timezone);
  const range = twoWeeksFrom(now);
  const state = useEndpoint(
    endpoints.oncall.calendar,
    {
      params: { id: schedule.id },
      query: {
        from: range.from.toJSDate().toISOString(),
        to: range.to.toJSDate().toISOString(),
      },
    },
    // One look for each schedule on the screen; a change is told by a signal.
    { every: 120 },
  );
  return (
    <Answer state={state} lines={1}>
      {({ final, gaps }) => (
        <Strip
          turns={final}
          gaps={gaps}
          range={range}
          now={now}
          zone={schedule.timezone}
        />
      )}
    </Answer>
  );
};
