import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import {
  Alert,
  contract,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import {
  Ago,
  Answer,
  EmptyState,
  ExternalLink,
  JsonText,
  Panel,
  useLayout,
} from '../kit';

/** What the monitors said. */
export const AlertsPanel = ({ incident }: { incident: IncidentDetail }) => {
  const state = useEndpoint(
    contract.alerts.ofIncident,
    { params: { id: incident.name } },
    { every: 10 },
  );
  return (
    <Panel title="Alerts">
      <Answer state={state}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No alerts">
              {incident.openedBy.name} opened this incident by hand.
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
            {alert.status === 'open' ? (
              <>
                last <Ago at={alert.lastAt} />
              </>
            ) : (
              'resolved'
            )}
            {alert.count > 1 && ` · ${alert.count} times`}
          </span>
        </div>
      </AccordionSummary>
      <AccordionDetails id={`alert-${alert.id}`}>
        <div className={tight} style={{ width: '100%' }}>
          {clientUrl && (
            <ExternalLink href={clientUrl}>{client ?? clientUrl}</ExternalLink>
          )}
          {links.map(({ href, text }) => (
            <ExternalLink key={href} href={href}>
              {text || href}
            </ExternalLink>
          ))}
          <span className={`${small} ${mute} ${breakable}`}>
            from {alert.integration.name}, key {alert.dedupKey}
          </span>
          <JsonText value={alert.details} label="Details" />
        </div>
      </AccordionDetails>
    </Accordion>
  );
};
