import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { Incident } from '@muster/backstage-plugin-incidents-common';
import {
  At,
  EntityLink,
  Holder,
  namesOf,
  SeverityBadge,
  StatusText,
  useLayout,
} from '../kit';
import { incidentRouteRef } from '../routes';
import { useText } from '../translation';

const useStyles = makeStyles(theme => ({
  table: {
    '& th': { fontWeight: 700, whiteSpace: 'nowrap' },
    '& td, & th': { padding: theme.spacing(1, 2, 1, 0), verticalAlign: 'top' },
    '& tr:last-child td': { borderBottom: 'none' },
  },
  // A name is broken between its letters only when there is really no room.
  service: { minWidth: 130 },
  nowrap: { whiteSpace: 'nowrap' },
}));

/** Incidents as a table, for a desk; on a phone each is an `IncidentLine`. */
export const IncidentTable = (props: {
  incidents: readonly Incident[];
  /** Leave out the service where the page is about it. */
  hideEntity: boolean;
}) => {
  const t = useText();
  const { hideEntity } = props;
  return (
    <Table size="small" className={useStyles().table}>
      <TableHead>
        <TableRow>
          <TableCell>{t('list.severity')}</TableCell>
          <TableCell>{t('list.incident')}</TableCell>
          {!hideEntity && <TableCell>{t('list.service')}</TableCell>}
          <TableCell>{t('list.state')}</TableCell>
          <TableCell>{t('list.who')}</TableCell>
          <TableCell>{t('list.opened')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {props.incidents.map(incident => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            hideEntity={hideEntity}
          />
        ))}
      </TableBody>
    </Table>
  );
};

const IncidentRow = (props: { incident: Incident; hideEntity: boolean }) => {
  const { incident, hideEntity } = props;
  const { nowrap, service } = useStyles();
  const { titleLink, mute, small } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const { name, title, status, assigned } = incident;
  return (
    <TableRow>
      <TableCell>
        <SeverityBadge severity={incident.severity} />
      </TableCell>
      <TableCell>
        <Link className={titleLink} to={toIncident({ name })}>
          {name} {title}
        </Link>
      </TableCell>
      {!hideEntity && (
        <TableCell className={service}>
          <EntityLink entity={incident.entity} />
        </TableCell>
      )}
      <TableCell className={small}>
        <StatusText incident={incident} />
      </TableCell>
      <TableCell>
        {status === 'resolved' ? (
          <span className={mute}>{namesOf(assigned)}</span>
        ) : (
          <Holder incident={incident} />
        )}
      </TableCell>
      <TableCell className={`${nowrap} ${mute}`}>
        <At at={incident.openedAt} />
      </TableCell>
    </TableRow>
  );
};
