import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import {
  endpoints,
  IngestEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Answer, At, EmptyState, PlainText, useLayout } from '../kit';
import { useSettingsText } from '../translation';

/** What came through an integration, and what became of it. */
export const IngestLog = ({ integrationId }: { integrationId: string }) => {
  const state = useEndpoint(
    endpoints.alerts.ingestLog,
    { params: { id: integrationId }, query: { limit: 50 } },
    { every: 5 },
  );
  return (
    <Answer state={state}>
      {({ items }) => <IngestEntries items={items} />}
    </Answer>
  );
};

/** Entries of an ingest log, newest first. */
export const IngestEntries = ({ items }: { items: readonly IngestEntry[] }) => {
  const t = useSettingsText();
  if (items.length === 0) return <EmptyState title={t('ingest.none')} />;
  return (
    <>
      {items.map(entry => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </>
  );
};

const Entry = ({ entry }: { entry: IngestEntry }) => {
  const { tight, small, mute, bad, warn, strong, breakable } = useLayout();
  const refused = ['rejected', 'throttled'].includes(entry.outcome);
  return (
    <Accordion variant="outlined" TransitionProps={{ unmountOnExit: true }}>
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        id={`ingest-${entry.id}-head`}
        aria-controls={`ingest-${entry.id}`}
      >
        <div className={`${tight} ${breakable}`} style={{ gap: 0 }}>
          <span>
            <span className={`${strong} ${refused ? bad : ''}`}>
              {entry.outcome}
            </span>{' '}
            {entry.action ?? entry.type} {entry.summary ?? entry.dedupKey ?? ''}
          </span>
          <span className={`${small} ${mute}`}>
            <At at={entry.at} />
            {entry.reason && ` · ${entry.reason}`}
          </span>
          {[...entry.errors, ...entry.warnings].map((text, index) => (
            // Two fields may be wrong in the same words.
            // eslint-disable-next-line react/no-array-index-key
            <span key={index} className={`${small} ${warn}`}>
              {text}
            </span>
          ))}
        </div>
      </AccordionSummary>
      <AccordionDetails id={`ingest-${entry.id}`}>
        <PlainText text={entry.payload} />
      </AccordionDetails>
    </Accordion>
  );
};
