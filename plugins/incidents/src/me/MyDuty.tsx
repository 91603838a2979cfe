import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { At, Panel, useLayout, useNow } from '../kit';
import { CoverDialog } from '../oncall/cover/CoverDialog';
import { ownZone, spanWords } from '../oncall/times';
import { scheduleRouteRef } from '../routes';
import { useOnCallText } from '../translation';

/** What the server says of the viewer's duty. */
export type MyOnCall = CallOutput<typeof endpoints.oncall.myOnCall>;
type MyShift = MyOnCall['shifts'][number];

const shownAtFirst = 4;

/** Whether I am on call, until when, and my next shifts, each of which somebody can be asked to cover. */
export const MyDuty = ({ mine }: { mine: MyOnCall }) => {
  const t = useOnCallText();
  const { stack, tight, mute, strong, plain, breakable } = useLayout();
  const now = useNow(30);
  const [all, setAll] = useState(false);
  const [covering, setCovering] = useState<MyShift>();
  const current = mine.shifts.filter(
    ({ start, end }) =>
      DateTime.fromISO(start) <= now && now < DateTime.fromISO(end),
  );
  const shown = all ? mine.shifts : mine.shifts.slice(0, shownAtFirst);
  const rest = mine.shifts.length - shown.length;
  return (
    <Panel title={t('mine.onCall')}>
      <div className={stack}>
        <div className={tight}>
          {current.length === 0 && t('mine.notNow')}
          {current.map(({ schedule, end }) => (
            <span key={schedule.id} className={`${strong} ${breakable}`}>
              {t('mine.now', {
                schedule: schedule.name,
                moment: <At at={end} />,
              })}
            </span>
          ))}
        </div>
        <div className={tight}>
          <span className={strong}>{t('mine.next')}</span>
          {mine.shifts.length === 0 && (
            <span className={mute}>{t('mine.noShifts')}</span>
          )}
          <ul className={`${plain} ${tight}`}>
            {shown.map(shift => (
              <ShiftLine
                key={`${shift.schedule.id} ${shift.start}`}
                shift={shift}
                onCover={() => setCovering(shift)}
              />
            ))}
          </ul>
          {rest > 0 && (
            <div>
              <Button size="small" onClick={() => setAll(true)}>
                {t('mine.more', { count: rest })}
              </Button>
            </div>
          )}
        </div>
      </div>
      {covering && (
        <CoverDialog
          schedule={covering.schedule}
          shiftStart={covering.start}
          zone={ownZone()}
          onClose={() => setCovering(undefined)}
        />
      )}
    </Panel>
  );
};

const ShiftLine = (props: { shift: MyShift; onCover: () => void }) => {
  const { schedule, start, end, passable } = props.shift;
  const t = useOnCallText();
  const { row, wrap, grow, link, mute, breakable } = useLayout();
  const toSchedule = useRouteRef(scheduleRouteRef);
  return (
    <li className={`${row} ${wrap}`}>
      <span className={`${grow} ${breakable}`} style={{ flexBasis: 220 }}>
        {spanWords(start, end, ownZone())}{' '}
        <span className={mute}>
          ·{' '}
          <Link className={link} to={toSchedule({ id: schedule.id })}>
            {schedule.name}
          </Link>
        </span>
      </span>
      {passable && (
        <Button size="small" onClick={props.onCover}>
          {t('cover.open')}
        </Button>
      )}
    </li>
  );
};
