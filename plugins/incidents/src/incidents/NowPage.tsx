import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { contract, Incident } from '@muster/backstage-plugin-incidents-common';
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

const useStyles = makeStyles(theme => ({
  quiet: {
    padding: theme.spacing(8, 2),
    textAlign: 'center',
  },
  board: {
    '& b, & a': { fontSize: '1.05rem' },
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

const Board = () => {
  const { stack } = useLayout();
  const open = useEndpoint(
    contract.incidents.list,
    { query: { status: 'triggered,acknowledged', limit: 200 } },
    { every: liveSeconds },
  );
  const last = useEndpoint(contract.incidents.list, {
    query: { status: 'resolved', limit: 1 },
  });
  return (
    <div className={stack}>
      <Answer state={open}>
        {({ items }) =>
          items.length > 0 ? (
            <Groups incidents={items} />
          ) : (
            <Quiet last={last.value?.items[0]} />
          )
        }
      </Answer>
      {open.value?.items.length === 0 && last.value?.items.length === 0 && (
        <FirstRun />
      )}
    </div>
  );
};

const Quiet = ({ last }: { last: Incident | undefined }) => {
  const { quiet } = useStyles();
  const { ok, mute } = useLayout();
  return (
    <div className={quiet} role="status">
      <Typography variant="h3" component="p" className={ok}>
        ✔ All quiet
      </Typography>
      <p className={mute}>
        {last?.resolvedAt ? (
          <>
            since {last.name} ended <Ago at={last.resolvedAt} />
          </>
        ) : (
          'No incident has ever been open here.'
        )}
      </p>
    </div>
  );
};

/** Nobody's first, then what nobody has acknowledged, then what somebody has; the worst first. */
const Groups = ({ incidents }: { incidents: readonly Incident[] }) => {
  const { board } = useStyles();
  const { stack } = useLayout();
  const unassigned = incidents.filter(({ assigned }) => assigned.length === 0);
  const rest = incidents.filter(({ assigned }) => assigned.length > 0);
  const groups = [
    { title: 'Nobody is responsible', of: unassigned },
    {
      title: 'Waiting for somebody',
      of: rest.filter(({ status }) => status === 'triggered'),
    },
    {
      title: 'Somebody has it',
      of: rest.filter(({ status }) => status === 'acknowledged'),
    },
  ].filter(({ of }) => of.length > 0);
  return (
    <div className={`${stack} ${board}`}>
      {groups.map(({ title, of }) => {
        const sorted = [...of].sort(
          (a, b) =>
            a.severity.localeCompare(b.severity) ||
            a.openedAt.localeCompare(b.openedAt),
        );
        return (
          <Panel
            key={title}
            title={`${title} · ${of.length}`}
            accent={severityLooks[sorted[0].severity].fill}
          >
            <div className={stack}>
              {sorted.map(incident => (
                <IncidentLine key={incident.id} incident={incident} />
              ))}
            </div>
          </Panel>
        );
      })}
    </div>
  );
};
