import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { endpoints, Incident } from '@muster/backstage-plugin-incidents-common';
import { NotWoken } from '../contacts/NotWoken';
import { IncidentsRoot, liveSeconds, useEndpoint } from '../data';
import { FirstRun } from '../firstRun/FirstRun';
import {
  Ago,
  Answer,
  IncidentLine,
  Panel,
  severityLooks,
  useLayout,
} from '../kit';
import { EnvironmentBanner } from '../settings/EnvironmentBanner';
import { useText } from '../translation';

const useStyles = makeStyles(theme => ({
  quiet: {
    padding: theme.spacing(8, 2),
    textAlign: 'center',
  },
  // Read from across the room.
  board: {
    '& a': { fontSize: '1.25rem', lineHeight: 1.3 },
    [theme.breakpoints.down('xs')]: { '& a': { fontSize: '1.05rem' } },
  },
}));

/** What is wrong right now, for a wall screen and for a phone. */
export const NowPage = () => (
  <IncidentsRoot name="now">
    <div className={useLayout().page}>
      <Board />
    </div>
  </IncidentsRoot>
);

/** The most that one request may ask for; a board with more on it is no board. */
const limit = 200;

const Board = () => {
  const t = useText();
  const { stack, warn } = useLayout();
  const open = useEndpoint(
    endpoints.incidents.list,
    { query: { status: 'triggered,acknowledged', limit } },
    { every: liveSeconds },
  );
  const last = useEndpoint(endpoints.incidents.list, {
    query: { status: 'resolved', limit: 1 },
  });
  return (
    <div className={stack}>
      <EnvironmentBanner />
      <PagingFaults />
      <NotWoken />
      <Answer state={open}>
        {({ items, nextCursor }) =>
          items.length > 0 ? (
            <>
              {nextCursor !== null && (
                <div className={warn}>
                  {t('now.more', { limit: String(limit) })}
                </div>
              )}
              <Groups incidents={items} />
            </>
          ) : (
            <Quiet last={last.value?.items[0]} />
          )
        }
      </Answer>
      <FirstRun />
    </div>
  );
};

/** What keeps people from being paged: loud, because a portal in which it stays so looks calm. */
const PagingFaults = () => {
  const t = useText();
  const { stack, bad, mute } = useLayout();
  const me = useEndpoint(endpoints.portal.me, {});
  const status = useEndpoint(endpoints.portal.status, {}, { every: 60 });
  const faults = status.value?.problems.filter(
    ({ severity, id }) =>
      severity === 'error' &&
      // Incidents of nobody stand first on the board anyway.
      id !== 'unassigned' &&
      // Who can end it is told so above.
      !(id === 'pages-held' && me.value?.isAdmin),
  );
  if (!faults?.length) return null;
  return (
    <Panel title={t('now.faults')} accent={severityLooks.SEV1.fill}>
      <div className={stack} role="alert">
        {faults.map(({ id, text, remedy }) => (
          <div key={id}>
            <b className={bad}>{text}</b>
            <div className={mute}>{remedy}</div>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const Quiet = ({ last }: { last: Incident | undefined }) => {
  const t = useText();
  const { quiet } = useStyles();
  const { ok, mute } = useLayout();
  return (
    <div className={quiet} role="status">
      <Typography variant="h3" component="p" className={ok}>
        <span aria-hidden>✔ </span>
        {t('now.quiet')}
      </Typography>
      <p className={mute}>
        {last?.resolvedAt
          ? t('now.quietSince', {
              incident: last.name,
              moment: <Ago at={last.resolvedAt} />,
            })
          : t('now.quietAlways')}
      </p>
    </div>
  );
};

/** Nobody's first, then what nobody has acknowledged, then what somebody has. */
const groupNames = ['unassigned', 'triggered', 'acknowledged'] as const;

const groupOf = ({ assigned, status }: Incident): string =>
  assigned.length === 0 ? 'unassigned' : status;

/** The worst first; of equals, the one that waits longest. */
const byUrgency = (a: Incident, b: Incident): number =>
  a.severity.localeCompare(b.severity) || a.openedAt.localeCompare(b.openedAt);

const Groups = ({ incidents }: { incidents: readonly Incident[] }) => {
  const { board } = useStyles();
  const { stack } = useLayout();
  return (
    <div className={`${stack} ${board}`}>
      {groupNames.map(name => {
        const of = incidents.filter(incident => groupOf(incident) === name);
        return (
          of.length > 0 && (
            <Group key={name} name={name} incidents={of.sort(byUrgency)} />
          )
        );
      })}
    </div>
  );
};

const Group = (props: {
  name: (typeof groupNames)[number];
  incidents: readonly Incident[];
}) => {
  const { name, incidents } = props;
  const t = useText();
  const { stack, plain } = useLayout();
  const accent =
    severityLooks[name === 'unassigned' ? 'SEV1' : incidents[0].severity].fill;
  return (
    <Panel title={`${t(`now.${name}`)} · ${incidents.length}`} accent={accent}>
      <ul className={`${plain} ${stack}`}>
        {incidents.map(incident => (
          <li key={incident.id}>
            <IncidentLine incident={incident} />
          </li>
        ))}
      </ul>
    </Panel>
  );
};
