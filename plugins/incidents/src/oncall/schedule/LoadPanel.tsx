import { makeStyles } from '@material-ui/core/styles';
import { endpoints, Load } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useEndpoint } from '../../data';
import {
  Answer,
  Avatar,
  Choice,
  EntityLink,
  Panel,
  useLayout,
} from '../../kit';
import { useOnCallText } from '../../translation';
import { ScheduleDetail } from './SchedulePage';

const ranges = ['past', 'quarter', 'ahead'] as const;
type LoadRange = (typeof ranges)[number];

const spanOf = (range: LoadRange, zone: string) => {
  const today = DateTime.now().setZone(zone).startOf('day');
  if (range === 'past') return [today.minus({ days: 90 }), today] as const;
  if (range === 'ahead') return [today, today.plus({ days: 90 })] as const;
  const begin = today.startOf('quarter');
  return [begin, begin.plus({ months: 3 })] as const;
};

/** Hours, nights and weekends of each person, as figures and bars. */
export const LoadPanel = ({ schedule }: { schedule: ScheduleDetail }) => {
  const t = useOnCallText();
  const { small, mute } = useLayout();
  const [range, setRange] = useState<LoadRange>('quarter');
  const [from, to] = spanOf(range, schedule.timezone);
  const state = useEndpoint(
    endpoints.oncall.load,
    {
      params: { id: schedule.id },
      query: {
        from: from.toJSDate().toISOString(),
        to: to.toJSDate().toISOString(),
      },
    },
    { keep: true },
  );
  return (
    <Panel
      title={t('load.title')}
      action={
        <Choice
          id="load-range"
          label={t('load.range')}
          value={range}
          options={ranges}
          words={option => t(`load.ranges.${option}`)}
          onChange={setRange}
        />
      }
    >
      <Answer state={state}>
        {({ items }) =>
          items.length === 0 ? (
            <span className={mute}>{t('load.none')}</span>
          ) : (
            <>
              <LoadTable items={items} />
              <div className={`${small} ${mute}`}>
                {t('load.meaning', { zone: schedule.timezone })}
              </div>
            </>
          )
        }
      </Answer>
    </Panel>
  );
};

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    marginBottom: theme.spacing(1),
    '& th, & td': {
      padding: theme.spacing(0.75, 1, 0.75, 0),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& td': { width: '22%', fontVariantNumeric: 'tabular-nums' },
    // Room for a name that is not broken.
    [theme.breakpoints.down('xs')]: { '& td': { width: '18%' } },
  },
  bar: {
    height: 6,
    minWidth: 1,
    marginTop: 3,
    borderRadius: 3,
    background: theme.palette.primary.main,
  },
}));

const figures = ['hours', 'nightHours', 'weekendHours'] as const;

const LoadTable = ({ items }: { items: readonly Load[] }) => {
  const classes = useStyles();
  const t = useOnCallText();
  const { row } = useLayout();
  const most = Math.max(1, ...items.map(({ hours }) => hours));
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('load.person')}</th>
          {figures.map(figure => (
            <th key={figure} scope="col">
              {t(`load.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(load => (
          <tr key={load.person.ref}>
            <th scope="row">
              <span className={row} style={{ gap: 8 }}>
                <Avatar person={load.person} size={22} />
                <EntityLink entity={load.person} />
              </span>
            </th>
            {figures.map(figure => (
              <td key={figure}>
                {Math.round(load[figure])} h
                <div
                  className={classes.bar}
                  style={{ width: `${(load[figure] / most) * 100}%` }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
