import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import {
  Alert,
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import {
  Answer,
  At,
  EmptyState,
  ExternalLink,
  JsonText,
  Panel,
  PlainText,
  useLayout,
} from '../kit';
import { useText } from '../translation';

/** What the monitors said. */
export const AlertsPanel = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const state = useEndpoint(
    endpoints.alerts.ofIncident,
    { params: { id: incident.name } },
    { every: 10 },
  );
  return (
    <Panel title={t('alerts.title')}>
      <Answer state={state}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('alerts.none')}>
              {t('alerts.noneWhy', { actor: incident.openedBy.name })}
            </EmptyState>
          ) : (
            items.map(alert => <AlertItem key={alert.id} alert={alert} />)
          )
        }
      </Answer>
    </Panel>
  );
};

const AlertItem = ({ alert }: { alert: Alert }) => {
  const t = useText();
  const { tight, small, mute, breakable } = useLayout();
  const { links, clientUrl, client } = alert;
  return (
    <Accordion variant="outlined" TransitionProps={{ unmountOnExit: true }}>
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        aria-controls={`alert-${alert.id}`}
        id={`alert-${alert.id}-head`}
      >
        <div className={`${tight} ${breakable}`} style={{ gap: 0 }}>
          {alert.summary}
          <span className={`${small} ${mute}`}>
            {alert.severity} · {alert.source} ·{' '}
            {alert.status === 'open'
              ? t('alerts.last', { moment: <At at={alert.lastAt} /> })
              : t('alerts.resolved')}
            {alert.count > 1 &&
              ` · ${t('alerts.times', { count: alert.count })}`}
          </span>
        </div>
      </AccordionSummary>
      <AccordionDetails id={`alert-${alert.id}`}>
        <div className={tight} style={{ width: '100%' }}>
          {clientUrl && (
            <ExternalLink href={clientUrl}>{client ?? clientUrl}</ExternalLink>
          )}
          {links.map(({ href, text }, index) => (
            // A monitor may name the same link twice.
            // eslint-disable-next-line react/no-array-index-key
            <ExternalLink key={index} href={href}>
              {text || href}
            </ExternalLink>
          ))}
          <span className={`${small} ${mute} ${breakable}`}>
            {t('alerts.from', {
              integration: alert.integration.name,
              key: alert.dedupKey,
            })}
          </span>
          <Details value={alert.details} />
        </div>
      </AccordionDetails>
    </Accordion>
  );
};

/** What a monitor sent besides, which may be anything. */
const Details = ({ value }: { value: unknown }) => {
  const t = useText();
  if (value === null || value === undefined || isEmpty(value)) return null;
  return typeof value === 'string' ? (
    <PlainText text={value} />
  ) : (
    <JsonText value={value} label={t('alerts.details')} />
  );
};

const isEmpty = (value: unknown): boolean =>
  value === '' ||
  (typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0);
