import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Incident } from '@muster/backstage-plugin-incidents-common';
import { incidentRouteRef } from '../routes';
import { Avatar, namesOf } from './Person';
import { SeverityBadge } from './SeverityBadge';
import { useLayout } from './styles';
import { Ago, At, For } from './time';

/** The status of an incident and for how long, in words. */
export const StatusText = ({ incident }: { incident: Incident }) => {
  const { bad } = useLayout();
  if (incident.status === 'resolved') {
    return (
      <>
        resolved {incident.resolvedAt && <Ago at={incident.resolvedAt} />} after{' '}
        <For since={incident.openedAt} until={incident.resolvedAt} />
      </>
    );
  }
  return (
    <>
      for <For since={incident.openedAt} /> ·{' '}
      {incident.status === 'acknowledged' ? (
        'acknowledged'
      ) : (
        <b className={bad}>
          {incident.unanswered ? 'unanswered' : 'not acknowledged'}
        </b>
      )}
      {incident.customerImpact === 'yes' && ' · customers affected'}
    </>
  );
};

/** Who has the incident, or that nobody does. */
export const Holder = ({ incident }: { incident: Incident }) => {
  const { row, bad, tight, small, mute, strong } = useLayout();
  const { assigned, status, acknowledgedAt } = incident;
  if (assigned.length === 0) {
    return <b className={bad}>Nobody is responsible</b>;
  }
  const acknowledged = status === 'acknowledged' && acknowledgedAt;
  return (
    <div className={row} style={{ gap: 8 }}>
      <Avatar person={assigned[0]} />
      <div className={tight} style={{ gap: 0 }}>
        <span>
          <span className={strong}>{namesOf(assigned)}</span>
          {status === 'acknowledged' && ' has it'}
        </span>
        <span className={`${small} ${mute}`}>
          {acknowledged && (
            <>
              since <At at={acknowledged} />
            </>
          )}
          {status === 'triggered' && 'paged'}
        </span>
      </div>
    </div>
  );
};

/** One incident in a list: severity, name, state, who has it. */
export const IncidentLine = (props: {
  incident: Incident;
  /** Leave out the entity where the page is about it. */
  hideEntity?: boolean;
}) => {
  const { incident, hideEntity } = props;
  const { row, grow, top, wrap, small, mute, link, strong, breakable } =
    useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  return (
    <div className={`${row} ${top} ${wrap}`}>
      <SeverityBadge severity={incident.severity} />
      <div className={grow} style={{ minWidth: 180 }}>
        <Link
          className={`${link} ${strong} ${breakable}`}
          to={toIncident({ name: incident.name })}
        >
          {incident.name} {incident.title}
        </Link>
        <div className={`${small} ${mute}`}>
          {!hideEntity && `${incident.entity.name} · `}
          <StatusText incident={incident} />
        </div>
      </div>
      {incident.status !== 'resolved' && <Holder incident={incident} />}
    </div>
  );
};
