import { endpoints } from '@muster/backstage-plugin-incidents-common';
import Button from '@material-ui/core/Button';
import { useCommand, useEndpoint } from '../data';
import {
  Ago,
  Answer,
  CommandError,
  EmptyState,
  Panel,
  useLayout,
} from '../kit';
import { IngestEntries } from './IngestLog';

/** Work that failed for good, with its cause and a way to try again. */
export const DeadLetters = () => {
  const { stack, row, wrap, grow, small, mute, bad, breakable } = useLayout();
  const state = useEndpoint(
    endpoints.portal.deadLetters,
    { query: { limit: 50 } },
    { every: 10 },
  );
  const retry = useCommand(
    endpoints.portal.retryDeadLetter,
    () => 'It is tried again',
  );
  return (
    <Panel title="Dead letters">
      <CommandError error={retry.error} />
      <Answer state={state}>
        {({ items }) => (
          <div className={stack}>
            {items.length === 0 && (
              <EmptyState title="None">
                Work that fails for good is listed here until somebody tries it
                again.
              </EmptyState>
            )}
            {items.map(({ id, kind, cause, attempts, failedAt, data }) => (
              <div key={id} className={`${row} ${wrap}`}>
                <div
                  className={`${grow} ${breakable}`}
                  style={{ minWidth: 200 }}
                >
                  {kind} <span className={bad}>{cause}</span>
                  <div className={`${small} ${mute}`}>
                    {attempts} attempts, the last <Ago at={failedAt} /> ·{' '}
                    {JSON.stringify(data)}
                  </div>
                </div>
                <Button
                  size="small"
                  variant="outlined"
                  disabled={retry.pending}
                  onClick={() => void retry.run({ params: { id } })}
                >
                  Retry
                </Button>
              </div>
            ))}
          </div>
        )}
      </Answer>
    </Panel>
  );
};

/** What came with a key that nobody here has made. */
export const UnknownKeys = () => {
  const state = useEndpoint(
    endpoints.alerts.unknownKeys,
    { query: { limit: 50 } },
    { every: 10 },
  );
  return (
    <Panel title="Requests with an unknown key">
      <Answer state={state}>
        {({ items }) => <IngestEntries items={items} />}
      </Answer>
    </Panel>
  );
};
