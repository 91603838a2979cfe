import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  DeadLetter,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../api';
import { useCommand, useRows } from '../data';
import {
  Ago,
  Answer,
  CommandError,
  EmptyState,
  MoreRows,
  PagedList,
  Panel,
  useLayout,
} from '../kit';
import { useEscalationText } from '../translation';
import { IngestEntries } from './IngestLog';

const rowsAtFirst = 20;

/** Work that failed for good, with its cause and a way to try again. */
export const DeadLetters = () => {
  const t = useEscalationText();
  const client = useApi(incidentsApiRef);
  const list = useRows(
    [endpoints.portal.deadLetters.id],
    query => client.call(endpoints.portal.deadLetters, { query }),
    rowsAtFirst,
    { every: 10 },
  );
  return (
    <Panel title={t('letters.title')}>
      <PagedList
        list={list}
        empty={
          <EmptyState title={t('letters.none')}>
            {t('letters.noneMeans')}
          </EmptyState>
        }
      >
        {letter => <Letter key={letter.id} letter={letter} />}
      </PagedList>
    </Panel>
  );
};

const Letter = ({ letter }: { letter: DeadLetter }) => {
  const { id, kind, cause, attempts, failedAt, data } = letter;
  const t = useEscalationText();
  const { row, wrap, grow, small, mute, bad, breakable } = useLayout();
  const retry = useCommand(endpoints.portal.retryDeadLetter, () =>
    t('letters.retried'),
  );
  return (
    <div className={`${row} ${wrap}`}>
      <div className={`${grow} ${breakable}`} style={{ minWidth: 200 }}>
        {kind} <span className={bad}>{cause}</span>
        <div className={`${small} ${mute}`}>
          {t('letters.attempts', {
            count: attempts,
            moment: <Ago at={failedAt} />,
          })}{' '}
          · {JSON.stringify(data)}
        </div>
        <CommandError error={retry.error} />
      </div>
      <Button
        size="small"
        variant="outlined"
        disabled={retry.pending}
        onClick={() => void retry.run({ params: { id } })}
      >
        {t('letters.retry')}
      </Button>
    </div>
  );
};

/** What came with a key that nobody here has made. */
export const UnknownKeys = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const client = useApi(incidentsApiRef);
  const { state, showMore } = useRows(
    [endpoints.alerts.unknownKeys.id],
    query => client.call(endpoints.alerts.unknownKeys, { query }),
    rowsAtFirst,
    { every: 10 },
  );
  return (
    <Panel title={t('letters.unknownKeys')}>
      <Answer state={state}>
        {({ items, more }) => (
          <div className={stack}>
            <IngestEntries items={items} />
            <MoreRows more={more} onMore={showMore} />
          </div>
        )}
      </Answer>
    </Panel>
  );
};
