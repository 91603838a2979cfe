import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { useEndpoint, useMayOwn } from '../../data';
import {
  Answer,
  EmptyState,
  Panel,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { useOnCallText } from '../../translation';
import { ScheduleItem } from './ScheduleItem';
import { ServicesOnCall } from './ServicesOnCall';

const ScheduleDialog = lazy(() =>
  import('../editor/ScheduleDialog').then(m => ({
    default: m.ScheduleDialog,
  })),
);
const AsCodeDialog = lazy(() =>
  import('../asCode/AsCodeDialog').then(m => ({ default: m.AsCodeDialog })),
);

/** All schedules with who has them now; and who is on call for every service. */
export const SchedulesPage = () => {
  const { page, stack } = useLayout();
  return (
    <div className={`${page} ${stack}`}>
      <Schedules />
      <ServicesOnCall />
    </div>
  );
};

/** Each shown asks the server for its two weeks. */
const pageSize = 20;

const Schedules = () => {
  const t = useOnCallText();
  const nameOf = useCatalogNames();
  const { stack, row, wrap, mute } = useLayout();
  const [open, setOpen] = useState<'new' | 'code'>();
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(pageSize);
  const [archived, setArchived] = useState(false);
  const mayAdd = useMayOwn();
  const state = useEndpoint(endpoints.oncall.listSchedules, {
    query: { archived: archived ? 'true' : 'false' },
  });
  const onClose = () => setOpen(undefined);
  const wanted = search.trim().toLowerCase();
  return (
    <Panel
      title={t('schedules.title')}
      action={
        mayAdd && (
          <div className={row} style={{ gap: 8 }}>
            <Button
              size="small"
              variant="outlined"
              onClick={() => setOpen('code')}
            >
              {t('asCode.new')}
            </Button>
            <Button
              size="small"
              variant="contained"
              color="primary"
              onClick={() => setOpen('new')}
            >
              {t('schedules.add')}
            </Button>
          </div>
        )
      }
    >
      <div className={stack}>
        <div className={`${row} ${wrap}`}>
          <TextField
            id="schedules-search"
            type="search"
            label={t('schedules.search')}
            value={search}
            onChange={event => setSearch(event.target.value)}
            style={{ width: 260 }}
          />
          <FormControlLabel
            control={
              <Switch
                color="primary"
                checked={archived}
                onChange={event => setArchived(event.target.checked)}
              />
            }
            label={t('schedules.archived')}
          />
        </div>
        <Answer state={state}>
          {({ items }) => {
            const shown = items.filter(({ name, ownerRef, now }) =>
              [name, nameOf(ownerRef), ...now.map(person => person.name)].some(
                text => text.toLowerCase().includes(wanted),
              ),
            );
            return (
              <div className={stack} style={{ gap: 28 }}>
                {items.length === 0 && !archived && (
                  <EmptyState title={t('schedules.noneYet')}>
                    {t('schedules.noneYetRemedy')}
                  </EmptyState>
                )}
                {items.length === 0 && archived && (
                  <span className={mute}>{t('schedules.noneArchived')}</span>
                )}
                {items.length > 0 && shown.length === 0 && (
                  <span className={mute}>{t('schedules.noMatch')}</span>
                )}
                {shown.slice(0, most).map(schedule => (
                  <ScheduleItem key={schedule.id} schedule={schedule} />
                ))}
                {shown.length > most && (
                  <div>
                    <Button
                      size="small"
                      variant="outlined"
                      onClick={() => setMost(most + pageSize)}
                    >
                      {t('services.more')}
                    </Button>
                  </div>
                )}
              </div>
            );
          }}
        </Answer>
      </div>
      <Suspense fallback={null}>
        {open === 'new' && <ScheduleDialog onClose={onClose} />}
        {open === 'code' && <AsCodeDialog onClose={onClose} />}
      </Suspense>
    </Panel>
  );
};
