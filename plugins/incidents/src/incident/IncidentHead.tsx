import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { IncidentDetail } from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import {
  Ago,
  At,
  Countdown,
  EntityLink,
  For,
  namesOf,
  PlainText,
  SeverityBadge,
  severityLooks,
  useLayout,
} from '../kit';
import { incidentRouteRef } from '../routes';
import { useText } from '../translation';
import { Actions } from './Actions';
import { HeldBanner } from './HeldBanner';
import { RunbookLink } from './RunbookLink';

const useStyles = makeStyles(theme => ({
  head: { borderTop: '4px solid' },
  pad: { padding: theme.spacing(2, 2.25) },
  // Wide enough to be read on a phone; the buttons wrap below it.
  title: { fontSize: '1.4rem', fontWeight: 700, flex: '1 1 220px' },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    borderTop: `1px solid ${theme.palette.divider}`,
    margin: 0,
  },
  figure: {
    padding: theme.spacing(1.5, 2.25),
    '& dd': { margin: 0, fontWeight: 700, fontSize: '1.05rem' },
  },
}));

/** What is wrong, how bad, since when, who has it, and the next thing to do. */
export const IncidentHead = ({ incident }: { incident: IncidentDetail }) => {
  const classes = useStyles();
  const t = useText();
  const { row, wrap, tight, mute, bad, link, breakable } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const { assigned, status, nextStep, recurrenceOf } = incident;
  return (
    <Paper
      className={classes.head}
      style={{ borderTopColor: severityLooks[incident.severity].fill }}
    >
      <div className={`${classes.pad} ${tight}`}>
        <div className={`${row} ${wrap}`}>
          <SeverityBadge severity={incident.severity} />
          <Typography
            component="h2"
            className={`${classes.title} ${breakable}`}
          >
            {incident.name} {incident.title}
          </Typography>
          <Actions incident={incident} />
        </div>
        <div className={mute}>
          <EntityLink entity={incident.entity} />
          {incident.owner && (
            <>
              {' '}
              ·{' '}
              {t('incident.ownedBy', {
                owner: <EntityLink entity={incident.owner} />,
              })}
            </>
          )}{' '}
          ·{' '}
          {t('incident.impact', {
            impact: <b>{t(`impact.${incident.customerImpact}`)}</b>,
          })}
          {recurrenceOf && (
            <>
              {' '}
              ·{' '}
              {t('incident.recurrence', {
                incident: (
                  <Link
                    className={link}
                    to={toIncident({ name: recurrenceOf.name })}
                  >
                    {recurrenceOf.name}
                  </Link>
                ),
              })}
            </>
          )}
        </div>
        {incident.held && <HeldBanner held={incident.held} />}
        <RunbookLink incident={incident} />
        {incident.description && <PlainText text={incident.description} />}
      </div>
      <dl className={classes.figures}>
        <Figure
          label={t(
            status === 'resolved' ? 'incident.lasted' : 'incident.openFor',
          )}
          below={t('incident.opened', {
            moment: <At at={incident.openedAt} />,
            actor: incident.openedBy.name,
          })}
        >
          <For since={incident.openedAt} until={incident.resolvedAt} />
        </Figure>
        <Figure
          label={t(
            status === 'acknowledged'
              ? 'incident.hasIt'
              : 'incident.responsible',
          )}
          below={
            incident.responders.length > 0 &&
            t('incident.with', { people: namesOf(incident.responders) })
          }
        >
          {assigned.length > 0 ? (
            namesOf(assigned)
          ) : (
            <span className={bad}>{t('incident.nobody')}</span>
          )}
        </Figure>
        <Figure
          label={t('incident.status')}
          below={<StatusBy incident={incident} />}
        >
          <span className={status === 'triggered' ? bad : undefined}>
            {t(
              incident.unanswered && status === 'triggered'
                ? 'status.unanswered'
                : `status.${status}`,
            )}
          </span>
        </Figure>
        {nextStep && (
          <Figure
            label={t('incident.nextStep')}
            below={t('incident.nextStepPages', { step: nextStep.text })}
          >
            <Countdown to={nextStep.at} />
          </Figure>
        )}
        {!nextStep && status !== 'resolved' && (
          <Figure
            label={t('incident.phase')}
            below={t('incident.policy', { policy: incident.policyName })}
          >
            {t(`phase.${incident.phase}`)}
          </Figure>
        )}
      </dl>
    </Paper>
  );
};

const Figure = (props: {
  label: string;
  children: ReactNode;
  below?: ReactNode;
}) => {
  const { figure } = useStyles();
  const { small, mute, breakable } = useLayout();
  return (
    <div className={`${figure} ${breakable}`}>
      <dt className={`${small} ${mute}`}>{props.label}</dt>
      <dd>{props.children}</dd>
      {props.below && (
        <dd
          className={`${small} ${mute}`}
          style={{ fontWeight: 400, fontSize: '0.8125rem' }}
        >
          {props.below}
        </dd>
      )}
    </div>
  );
};

/** Who brought the incident to the status that it has, and when. */
const StatusBy = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const resolved = incident.status === 'resolved';
  const actor = resolved ? incident.resolvedBy : incident.acknowledgedBy;
  const at = resolved ? incident.resolvedAt : incident.acknowledgedAt;
  if (incident.snoozedUntil) {
    return t('line.snoozed', { moment: <At at={incident.snoozedUntil} /> });
  }
  return incident.status !== 'triggered' && actor && at
    ? t('incident.by', { actor: actor.name, moment: <Ago at={at} /> })
    : null;
};
