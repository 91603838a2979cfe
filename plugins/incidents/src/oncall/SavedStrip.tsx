import { contract, Schedule } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Answer, useNow } from '../kit';
import { Calendar } from './Calendar';
import { Strip } from './Strip';
import { nextTwoWeeks } from './window';

/** The next two weeks of a schedule as the server has them. */
export const SavedStrip = ({ schedule }: { schedule: Schedule }) => {
  const now = useNow(60);
  const window = nextTwoWeeks(now);
  const state = useEndpoint(
    contract.oncall.calendar,
    {
      params: { id: schedule.id },
      query: {
        from: window.from.toJSDate().toISOString(),
        to: window.to.toJSDate().toISOString(),
      },
    },
    // One look for each schedule on the screen; a change is told by a signal.
    { every: 120 },
  );
  return (
    <Answer state={state} lines={1}>
      {({ final }) => (
        <Calendar window={window} now={now} timezone={schedule.timezone}>
          <Strip
            label="Who is on call"
            turns={final.map(({ people, start, end }) => ({
              people,
              start: new Date(start),
              end: new Date(end),
            }))}
            window={window}
            now={now}
          />
        </Calendar>
      )}
    </Answer>
  );
};
