import { LinkButton } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../../api';
import { useMayOwn, useRows } from '../../data';
import { EmptyState, PagedList, Panel, useLayout } from '../../kit';
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
  const mayAdd = useMayOwn();
  const list = useRows(
    [endpoints.plays.list.id, filters.query],
    page =>
      client.call(endpoints.plays.list, {
        query: { ...filters.query, ...page },
      }),
    pageSize,
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
          <PagedList list={list} empty={<NoPlays filters={filters} />}>
            {play => <PlayItem key={play.id} play={play} />}
          </PagedList>
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
