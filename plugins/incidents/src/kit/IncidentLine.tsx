import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Incident } from '@muster/backstage-plugin-incidents-common';
import { incidentRouteRef } from '../routes';
import { useText } from '../translation';
import { Avatar, namesOf } from './Person';
import { SeverityBadge } from './SeverityBadge';
import { useLayout } from './styles';
import { Ago, At, For } from './time';

/** The status of an incident and for how long, in words. */
export const StatusText = ({ incident }: { incident: Incident }) => {
  const t = useText();
  const { bad } = useLayout();
  if (incident.status === 'resolved') {
    return t('line.resolvedAfter', {
      moment: <Ago at={incident.resolvedAt ?? incident.updatedAt} />,
      duration: <For since={incident.openedAt} until={incident.resolvedAt} />,
    });
  }
  return (
    <>
      {t('line.openFor', { duration: <For since={incident.openedAt} /> })} ·{' '}
      {incident.status === 'acknowledged' || incident.held ? (
        t(`status.${incident.status}`)
      ) : (
        <b className={bad}>
          {t(incident.unanswered ? 'status.unanswered' : 'status.triggered')}
        </b>
      )}
      {incident.held && (
        <> · {t('line.held', { moment: <At at={incident.held.until} /> })}</>
      )}
      {incident.snoozedUntil && (
        <>
          {' '}
          · {t('line.snoozed', { moment: <At at={incident.snoozedUntil} /> })}
        </>
      )}
      {incident.customerImpact === 'yes' && ` · ${t('line.customersAffected')}`}
    </>
  );
};

/** Who has the incident, or that nobody does. */
export const Holder = ({ incident }: { incident: Incident }) => {
  const t = useText();
  const { row, bad, tight, small, mute, strong } = useLayout();
  const { assigned, status, acknowledgedAt } = incident;
  if (assigned.length === 0) {
    return <b className={bad}>{t('line.nobody')}</b>;
  }
  const people = <span className={strong}>{namesOf(assigned)}</span>;
  return (
    <div className={row} style={{ gap: 8 }}>
      <Avatar person={assigned[0]} />
      <div className={tight} style={{ gap: 0 }}>
        <span>
          {status === 'acknowledged' ? t('line.hasIt', { people }) : people}
        </span>
        <span className={`${small} ${mute}`}>
          {status === 'acknowledged' &&
            acknowledgedAt &&
            t('line.since', { moment: <At at={acknowledgedAt} /> })}
          {status === 'triggered' && t('line.paged')}
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
  const { row, grow, top, wrap, small, mute, titleLink } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  return (
    <div className={`${row} ${top} ${wrap}`}>
      <SeverityBadge severity={incident.severity} />
      <div className={grow} style={{ minWidth: 180 }}>
        <Link className={titleLink} to={toIncident({ name: incident.name })}>
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
