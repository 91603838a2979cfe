import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Button from '@material-ui/core/Button';
import {
  CallOutput,
  endpoints,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { useEndpoint } from '../../data';
import { Answer, useLayout } from '../../kit';
import { scheduleRouteRef } from '../../routes';
import { useOnCallText } from '../../translation';
import { SchedulePanel } from '../calendar/SchedulePanel';
import { CoverDialog } from '../cover/CoverDialog';
import { RequestsPanel } from '../cover/RequestsPanel';
import { SubscribeDialog } from '../feeds/SubscribeDialog';
import { OverrideDialog } from '../override/OverrideDialog';
import { OverridesPanel } from '../override/OverridesPanel';
import { minutesApart, ownZone } from '../times';
import { GapsPanel } from './GapsPanel';
import { Head } from './Head';
import { LoadPanel } from './LoadPanel';
import { ShadowsPanel } from './ShadowsPanel';
import { TemporaryPanel } from './TemporaryPanel';
import { VersionsPanel } from './VersionsPanel';
import { WarningsPanel } from './WarningsPanel';

const ScheduleDialog = lazy(() =>
  import('../editor/ScheduleDialog').then(m => ({
    default: m.ScheduleDialog,
  })),
);
const AsCodeDialog = lazy(() =>
  import('../asCode/AsCodeDialog').then(m => ({ default: m.AsCodeDialog })),
);

/** A schedule as its own page knows it. */
export type ScheduleDetail = CallOutput<typeof endpoints.oncall.getSchedule>;

/** A span that somebody should be put into, and who is there now. */
export interface Wanted {
  readonly start: string;
  readonly end: string;
  readonly people: readonly NamedRef[];
  /** Who is proposed. */
  readonly person?: NamedRef;
}

/** One schedule: its calendar, what is wrong with it and what to do about that, and its history. */
export const SchedulePage = ({ id }: { id: string }) => {
  const { page } = useLayout();
  const toSchedule = useRouteRef(scheduleRouteRef);
  const state = useEndpoint(endpoints.oncall.getSchedule, { params: { id } });
  return (
    <div className={page}>
      <Answer state={state}>
        {schedule => (
          <BreadcrumbEntry
            entry={{ label: schedule.name, href: toSchedule({ id }) }}
          >
            <Content schedule={schedule} />
          </BreadcrumbEntry>
        )}
      </Answer>
    </div>
  );
};

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
}));

type Open = 'edit' | 'cover' | 'subscribe' | 'code' | Wanted;

const Content = ({ schedule }: { schedule: ScheduleDetail }) => {
  const t = useOnCallText();
  const { stack } = useLayout();
  const { columns } = useStyles();
  const [zone, setZone] = useState(schedule.timezone);
  const [open, setOpen] = useState<Open>();
  const mine = useEndpoint(endpoints.oncall.myOnCall, {});
  const onClose = () => setOpen(undefined);
  const mayEdit = schedule.may.includes('edit');
  const inUse = schedule.archivedAt === null;
  const mayOverride = mayEdit && inUse;
  const isMine =
    mine.value?.shifts.some(shift => shift.schedule.id === schedule.id) ??
    false;
  const otherZone =
    minutesApart(schedule.timezone, new Date()) === 0 ? undefined : ownZone();
  return (
    <div className={stack}>
      <Head schedule={schedule} zone={zone}>
        <Button variant="outlined" onClick={() => setOpen('subscribe')}>
          {t('subscribe.open')}
        </Button>
        {isMine && inUse && (
          <Button variant="outlined" onClick={() => setOpen('cover')}>
            {t('cover.open')}
          </Button>
        )}
        <Button variant="outlined" onClick={() => setOpen('code')}>
          {t('asCode.open')}
        </Button>
        {mayOverride && (
          <Button
            variant="contained"
            color="primary"
            onClick={() => setOpen('edit')}
          >
            {t('schedules.edit')}
          </Button>
        )}
      </Head>
      <SchedulePanel
        schedule={schedule}
        zone={zone}
        onZone={setZone}
        otherZone={otherZone}
        onOverride={
          mayOverride
            ? ({ start, end }, people) =>
                setOpen({
                  start: start.toISOString(),
                  end: end.toISOString(),
                  people,
                })
            : undefined
        }
      />
      <RequestsPanel scheduleId={schedule.id} />
      <GapsPanel
        schedule={schedule}
        zone={zone}
        onCover={mayOverride ? setOpen : undefined}
      />
      <WarningsPanel
        schedule={schedule}
        onCover={mayOverride ? setOpen : undefined}
      />
      <LoadPanel schedule={schedule} />
      <div className={columns}>
        <OverridesPanel schedule={schedule} zone={zone} />
        <VersionsPanel schedule={schedule} zone={zone} />
        <ShadowsPanel schedule={schedule} zone={zone} />
        <TemporaryPanel schedule={schedule} zone={zone} />
      </div>
      {typeof open === 'object' && (
        <OverrideDialog
          schedule={schedule}
          zone={zone}
          wanted={open}
          onClose={onClose}
        />
      )}
      {open === 'cover' && (
        <CoverDialog schedule={schedule} zone={zone} onClose={onClose} />
      )}
      {open === 'subscribe' && (
        <SubscribeDialog schedule={schedule} onClose={onClose} />
      )}
      <Suspense fallback={null}>
        {open === 'edit' && (
          <ScheduleDialog schedule={schedule} onClose={onClose} />
        )}
        {open === 'code' && (
          <AsCodeDialog schedule={schedule} onClose={onClose} />
        )}
      </Suspense>
    </div>
  );
};
