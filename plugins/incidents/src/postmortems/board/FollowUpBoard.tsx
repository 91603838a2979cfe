import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  followUpStates,
  FollowUpState,
} from '@muster/backstage-plugin-incidents-common';
import { useId } from 'react';
import { incidentsApiRef } from '../../api';
import { useRows } from '../../data';
import { PagedList, Panel, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { PostmortemsNav } from '../browse/PostmortemsNav';
import { FollowUpLine } from '../lines';
import { BoardFilterBar } from './BoardFilterBar';
import { FollowUpActions } from './FollowUpActions';
import { LearningFigures } from './LearningFigures';
import { BoardFilters, useBoardFilters } from './useBoardFilters';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  title: {
    margin: theme.spacing(0, 0, 1.5),
    paddingBottom: theme.spacing(0.75),
    borderBottom: `2px solid ${theme.palette.divider}`,
    fontSize: '0.9375rem',
  },
  card: {
    padding: theme.spacing(1.25, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** Follow-ups of a team, or of all: open, done, verified; what is overdue stands first. */
export const FollowUpBoard = () => {
  const t = usePostmortemsText();
  const { columns } = useStyles();
  const { stack } = useLayout();
  const filters = useBoardFilters();
  return (
    <>
      <PostmortemsNav />
      <div className={stack}>
        <LearningFigures ownerRef={filters.team} />
        <Panel title={t('board.title')}>
          <div className={stack}>
            <BoardFilterBar filters={filters} />
            <div className={columns}>
              {followUpStates.map(state => (
                <Column key={state} state={state} query={filters.query} />
              ))}
            </div>
          </div>
        </Panel>
      </div>
    </>
  );
};

/** So many of a column at first. */
const pageSize = 20;

const Column = (props: {
  state: FollowUpState;
  query: BoardFilters['query'];
}) => {
  const { state, query } = props;
  const t = usePostmortemsText();
  const { mute, small } = useLayout();
  const classes = useStyles();
  const client = useApi(incidentsApiRef);
  const id = useId();
  const list = useRows(
    [endpoints.postmortems.followUps.id, state, query],
    page =>
      client.call(endpoints.postmortems.followUps, {
        query: { ...query, state, ...page },
      }),
    pageSize,
    { enabled: query !== undefined },
  );
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={classes.title}>
        {t(`board.${state}`)}
      </h3>
      <PagedList
        list={list}
        empty={
          <span className={`${mute} ${small}`}>{t(`board.empty${state}`)}</span>
        }
      >
        {followUp => (
          <div key={followUp.id} className={classes.card}>
            <FollowUpLine followUp={followUp} hideState>
              <FollowUpActions followUp={followUp} />
            </FollowUpLine>
          </div>
        )}
      </PagedList>
    </section>
  );
};
