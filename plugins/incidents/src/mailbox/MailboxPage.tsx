import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Button from '@material-ui/core/Button';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { endpoints, Mail } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { IncidentsRoot, liveSeconds, useEndpoint } from '../data';
import { Answer, At, Avatar, EmptyState, Panel, useLayout } from '../kit';
import { useSettingsText } from '../translation';
import { MailText } from './MailText';

/** The mails that the demo would have sent. */
export const MailboxPage = () => (
  <IncidentsRoot name="mailbox">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const t = useSettingsText();
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
        <Panel title={t('mailbox.title')}>
          <EmptyState title={t('mailbox.elsewhere')}>
            {t('mailbox.elsewhereMeans')}
          </EmptyState>
        </Panel>
      </div>
    );
  }
  const myRef = me.value?.person.ref;
  return (
    <div className={page}>
      <Panel
        title={t('mailbox.title')}
        action={
          <Button
            size="small"
            variant={mine ? 'contained' : 'outlined'}
            aria-pressed={mine}
            onClick={() => setMine(!mine)}
          >
            {t('mailbox.onlyMine')}
          </Button>
        }
      >
        <div className={stack}>
          <span className={mute}>{t('mailbox.demo')}</span>
          <Answer state={state}>
            {({ items }) => {
              const shown = items.filter(({ to }) => !mine || to.ref === myRef);
              return shown.length === 0 ? (
                <EmptyState
                  title={t(mine ? 'mailbox.noneMine' : 'mailbox.none')}
                >
                  {t(mine ? 'mailbox.noneMineMeans' : 'mailbox.noneMeans')}
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
  const t = useSettingsText();
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
              {t('mailbox.to', {
                name: mail.to.name,
                moment: <At at={mail.at} />,
              })}
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
