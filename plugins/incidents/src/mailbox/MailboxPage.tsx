import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Button from '@material-ui/core/Button';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { endpoints, Mail } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { IncidentsRoot, liveSeconds, useEndpoint } from '../data';
import { Answer, At, Avatar, EmptyState, Panel, useLayout } from '../kit';
import { MailText } from './MailText';

/** The mails that the demo would have sent. */
export const MailboxPage = () => (
  <IncidentsRoot name="mailbox">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const { page, stack, mute } = useLayout();
  const [mine, setMine] = useState(false);
  const me = useEndpoint(endpoints.portal.me, {}, { every: 60 });
  const status = useEndpoint(endpoints.portal.status, {});
  const state = useEndpoint(
    endpoints.paging.mailbox,
    { query: { limit: 100 } },
    { every: liveSeconds, enabled: status.value?.demo !== false },
  );
  if (status.value?.demo === false) {
    return (
      <div className={page}>
        <Panel title="Mailbox">
          <EmptyState title="Here, mail goes to the people themselves">
            Only the demo keeps it in a mailbox.
          </EmptyState>
        </Panel>
      </div>
    );
  }
  const myRef = me.value?.person.ref;
  return (
    <div className={page}>
      <Panel
        title="Mailbox"
        action={
          <Button
            size="small"
            variant={mine ? 'contained' : 'outlined'}
            aria-pressed={mine}
            onClick={() => setMine(!mine)}
          >
            Only mine
          </Button>
        }
      >
        <div className={stack}>
          <span className={mute}>
            This demo sends no mail: what people would get is kept here.
          </span>
          <Answer state={state}>
            {({ items }) => {
              const shown = items.filter(({ to }) => !mine || to.ref === myRef);
              return shown.length === 0 ? (
                <EmptyState title={mine ? 'No mail for you' : 'No mail yet'}>
                  It comes as soon as {mine ? 'you are' : 'somebody is'} paged.
                </EmptyState>
              ) : (
                <div>
                  {shown.map(mail => (
                    <MailItem key={mail.id} mail={mail} />
                  ))}
                </div>
              );
            }}
          </Answer>
        </div>
      </Panel>
    </div>
  );
};

const MailItem = ({ mail }: { mail: Mail }) => {
  const { row, tight, small, mute, strong, breakable } = useLayout();
  return (
    <Accordion variant="outlined" TransitionProps={{ unmountOnExit: true }}>
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        id={`mail-${mail.id}-head`}
        aria-controls={`mail-${mail.id}`}
      >
        <div className={row}>
          <Avatar person={mail.to} />
          <div className={`${tight} ${breakable}`} style={{ gap: 0 }}>
            <span className={strong}>{mail.subject}</span>
            <span className={`${small} ${mute}`}>
              to {mail.to.name}, <At at={mail.at} />
            </span>
          </div>
        </div>
      </AccordionSummary>
      <AccordionDetails id={`mail-${mail.id}`}>
        <MailText text={mail.text} />
      </AccordionDetails>
    </Accordion>
  );
};
