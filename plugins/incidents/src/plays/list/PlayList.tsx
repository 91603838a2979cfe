import { LinkButton } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../../api';
import { useMayOwn, usePages } from '../../data';
import { Answer, EmptyState, Panel, useLayout } from '../../kit';
import { playsRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { AutomationBanner } from './AutomationBanner';
import { PauseButton } from './PauseButton';
import { PlayFilterBar } from './PlayFilterBar';
import { PlayItem } from './PlayItem';
import { PlayFilters, usePlayFilters } from './usePlayFilters';

const pageSize = 50;

/** All plays by name, with how they have done; the one switch for all automation. */
export const PlayList = () => {
  const t = usePlaysText();
  const { stack, row, wrap } = useLayout();
  const client = useApi(incidentsApiRef);
  const toPlays = useRouteRef(playsRouteRef);
  const filters = usePlayFilters();
  const [rows, setRows] = useState(pageSize);
  const mayAdd = useMayOwn();
  const state = usePages(
    [endpoints.plays.list.id, filters.query],
    page =>
      client.call(endpoints.plays.list, {
        query: { ...filters.query, ...page },
      }),
    rows,
  );
  return (
    <div className={stack}>
      <AutomationBanner />
      <Panel
        title={t('plays.title')}
        action={
          <div className={`${row} ${wrap}`}>
            <PauseButton />
            {mayAdd && (
              <LinkButton
                size="small"
                variant="contained"
                color="primary"
                to={`${toPlays()}/new`}
              >
                {t('plays.add')}
              </LinkButton>
            )}
          </div>
        }
      >
        <div className={stack}>
          <PlayFilterBar filters={filters} />
          <Answer state={state} lines={5}>
            {({ items, more }) => (
              <>
                {items.length === 0 && <NoPlays filters={filters} />}
                {items.map(play => (
                  <PlayItem key={play.id} play={play} />
                ))}
                {more && (
                  <div>
                    <Button
                      variant="outlined"
                      onClick={() => setRows(items.length + pageSize)}
                    >
                      {t('plays.more')}
                    </Button>
                  </div>
                )}
              </>
            )}
          </Answer>
        </div>
      </Panel>
    </div>
  );
};

const NoPlays = ({ filters }: { filters: PlayFilters }) => {
  const t = usePlaysText();
  return filters.none ? (
    <EmptyState title={t('plays.none')}>{t('plays.noneRemedy')}</EmptyState>
  ) : (
    <EmptyState title={t('plays.noneMatch')}>
      <Button size="small" onClick={filters.clear}>
        {t('plays.clear')}
      </Button>
    </EmptyState>
  );
};
