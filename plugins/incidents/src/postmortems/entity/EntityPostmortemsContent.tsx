import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  EntityPostmortems,
} from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../../api';
import { IncidentsRoot, useRows } from '../../data';
import { useEntityRef } from '../../entity/useEntityRef';
import { Answer, EmptyState, PagedList, Panel, useLayout } from '../../kit';
import { postmortemsRouteRef } from '../../routes';
import { useLearnedText } from '../../translation';
import { FollowUpActions } from '../board/FollowUpActions';
import { FollowUpLine, PostmortemLine, StillToWrite } from '../lines';
import { ForNewcomers } from './ForNewcomers';
import { Recurring } from './Recurring';
import { useEntityPostmortems } from './useEntityPostmortems';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1.6fr) minmax(0, 1fr)',
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** The postmortems of one entity, beside what comes again and what is not finished. @public */
export const EntityPostmortemsContent = () => (
  <IncidentsRoot name="entity-postmortems">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const entityRef = useEntityRef();
  const state = useEntityPostmortems(entityRef);
  const { stack } = useLayout();
  return (
    <div className={useStyles().columns}>
      <div className={stack}>
        <ForNewcomers postmortems={state.value?.worthReading ?? []} />
        <Published entityRef={entityRef} />
      </div>
      <div className={stack}>
        <Answer state={state}>{learned => <Beside learned={learned} />}</Answer>
      </div>
    </div>
  );
};

/** So many at first. */
const pageSize = 10;

const Published = ({ entityRef }: { entityRef: string }) => {
  const t = useLearnedText();
  const { link, small } = useLayout();
  const client = useApi(incidentsApiRef);
  const toAll = useRouteRef(postmortemsRouteRef);
  const query = { entityRef, state: 'published,amended' };
  const list = useRows(
    [endpoints.postmortems.list.id, query],
    page =>
      client.call(endpoints.postmortems.list, { query: { ...query, ...page } }),
    pageSize,
  );
  return (
    <Panel
      title={t('entityTab.title')}
      action={
        <Link
          className={`${link} ${small}`}
          to={`${toAll()}?service=${encodeURIComponent(entityRef)}`}
        >
          {t('entityTab.search')}
        </Link>
      }
    >
      <PagedList
        list={list}
        empty={
          <EmptyState title={t('entityTab.none')}>
            {t('entityTab.noneWhy')}
          </EmptyState>
        }
      >
        {postmortem => (
          <PostmortemLine
            key={postmortem.id}
            postmortem={postmortem}
            hideEntity
          >
            <div className={small}>{postmortem.summary}</div>
          </PostmortemLine>
        )}
      </PagedList>
    </Panel>
  );
};

const Beside = ({ learned }: { learned: EntityPostmortems }) => {
  const t = useLearnedText();
  const { stack, bad } = useLayout();
  const { unwritten, overdueCount, recurring, followUps } = learned;
  return (
    <>
      {(unwritten.length > 0 || overdueCount > 0) && (
        <Panel title={t('entityTab.toWrite')}>
          <div className={stack}>
            {overdueCount > 0 && (
              <b className={bad}>
                <span aria-hidden>▲ </span>
                {t('entityTab.overdue', { count: overdueCount })}
              </b>
            )}
            {unwritten.map(postmortem => (
              <PostmortemLine
                key={postmortem.id}
                postmortem={postmortem}
                hideEntity
              >
                <StillToWrite postmortem={postmortem} />
              </PostmortemLine>
            ))}
          </div>
        </Panel>
      )}
      {recurring.length > 0 && (
        <Panel title={t('entityTab.recurring')}>
          <Recurring factors={recurring} />
        </Panel>
      )}
      {followUps.length > 0 && (
        <Panel title={t('entityTab.followUps')}>
          <div className={stack}>
            {followUps.map(followUp => (
              <FollowUpLine key={followUp.id} followUp={followUp}>
                <FollowUpActions followUp={followUp} />
              </FollowUpLine>
            ))}
          </div>
        </Panel>
      )}
    </>
  );
};
