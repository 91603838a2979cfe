import Button from '@material-ui/core/Button';
import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Incident } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { Answer, EmptyState, IncidentLine, useLayout } from '../kit';
import { useText } from '../translation';
import { IncidentFilterBar } from './IncidentFilterBar';
import { IncidentTable } from './IncidentTable';
import { IncidentFilters, useIncidentFilters } from './useIncidentFilters';
import { useIncidentPages } from './useIncidentPages';

const pageSize = 25;

/** Incidents, newest first, with filters; of one entity only, where it is given. */
export const IncidentList = ({ entityRef }: { entityRef?: string }) => {
  const t = useText();
  const { stack } = useLayout();
  const filters = useIncidentFilters();
  const [rows, setRows] = useState(pageSize);
  const state = useIncidentPages(
    filters.query && { ...filters.query, entityRef },
    rows,
  );
  return (
    <div className={stack}>
      <IncidentFilterBar filters={filters} />
      <Answer state={state} lines={5}>
        {({ items, more }) => (
          <>
            {items.length === 0 ? (
              <NoIncidents filters={filters} />
            ) : (
              <Incidents
                incidents={items}
                hideEntity={entityRef !== undefined}
              />
            )}
            {more && (
              <div>
                <Button
                  variant="outlined"
                  onClick={() => setRows(items.length + pageSize)}
                >
                  {t('list.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </Answer>
    </div>
  );
};

const NoIncidents = ({ filters }: { filters: IncidentFilters }) => {
  const t = useText();
  return filters.none ? (
    <EmptyState title={t('list.none')}>{t('list.noneYet')}</EmptyState>
  ) : (
    <EmptyState title={t('list.none')}>
      {t('list.noneMatch')}{' '}
      <Button size="small" onClick={filters.clear}>
        {t('list.clear')}
      </Button>
    </EmptyState>
  );
};

/** A table where there is room for one. */
const Incidents = (props: {
  incidents: readonly Incident[];
  hideEntity: boolean;
}) => {
  const { stack, plain } = useLayout();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  if (!narrow) return <IncidentTable {...props} />;
  return (
    <ul className={`${plain} ${stack}`}>
      {props.incidents.map(incident => (
        <li key={incident.id}>
          <IncidentLine incident={incident} hideEntity={props.hideEntity} />
        </li>
      ))}
    </ul>
  );
};
