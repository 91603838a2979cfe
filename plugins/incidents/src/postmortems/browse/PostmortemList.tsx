import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import {
  CallOutput,
  endpoints,
  openStates,
} from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { incidentsApiRef } from '../../api';
import { useEndpoint, useRows } from '../../data';
import {
  EmptyState,
  LoadingState,
  More,
  PagedList,
  Panel,
  SearchField,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { usePostmortemsText } from '../../translation';
import { PostmortemLine, StillToWrite, WorthReading } from '../lines';
import { withNames } from '../markdown/mention';
import { piecesOf } from './excerpt';
import { FacetLists } from './FacetList';
import { PostmortemsNav } from './PostmortemsNav';
import {
  PostmortemFilters,
  usePostmortemFilters,
} from './usePostmortemFilters';

const FeedDialog = lazy(() =>
  import('./FeedDialog').then(m => ({ default: m.FeedDialog })),
);

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2, 4),
    gridTemplateColumns: '220px minmax(0, 1fr)',
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  excerpt: {
    marginTop: theme.spacing(0.5),
    overflowWrap: 'anywhere',
    '& mark': {
      background: theme.palette.type === 'dark' ? '#5c4a00' : '#fff1a8',
      color: 'inherit',
      borderRadius: 2,
    },
  },
  item: {
    paddingBottom: theme.spacing(2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
}));

/** All postmortems that the viewer may read: words to look for, and what narrows them down. */
export const PostmortemList = () => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, wrap, stack, grow } = useLayout();
  const filters = usePostmortemFilters();
  const [feed, setFeed] = useState(false);
  return (
    <>
      <PostmortemsNav />
      <Panel
        title={t('browse.title')}
        action={
          <Button size="small" variant="outlined" onClick={() => setFeed(true)}>
            {t('browse.subscribe')}
          </Button>
        }
      >
        <div className={stack}>
          <div className={`${row} ${wrap}`} role="search">
            <div className={grow} style={{ minWidth: 260 }}>
              <SearchField
                id="postmortems-search"
                label={t('browse.search')}
                value={filters.q}
                onChange={words => filters.set('q', words)}
              />
            </div>
            {(['mine', 'overdue', 'worthReading'] as const).map(name => (
              <Button
                key={name}
                size="small"
                variant={filters[name] ? 'contained' : 'outlined'}
                aria-pressed={filters[name]}
                title={t(`browse.${name}Hint`)}
                onClick={() => filters.set(name, filters[name] ? '' : 'yes')}
              >
                {t(`browse.${name}`)}
              </Button>
            ))}
            {!filters.none && (
              <Button size="small" onClick={filters.clear}>
                {t('browse.clear')}
              </Button>
            )}
          </div>
          <div className={classes.columns}>
            <Facets filters={filters} />
            <Found filters={filters} />
          </div>
        </div>
      </Panel>
      {feed && (
        <Suspense fallback={null}>
          <FeedDialog
            teamRef={filters.query?.ownerRef}
            entityRef={filters.query?.entityRef}
            onClose={() => setFeed(false)}
          />
        </Suspense>
      )}
    </>
  );
};

/** What narrows the list down; on a phone behind a button. */
const Facets = ({ filters }: { filters: PostmortemFilters }) => {
  const t = usePostmortemsText();
  const { mute, small, stack } = useLayout();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const { value, error } = useEndpoint(
    endpoints.postmortems.facets,
    { query: { ...filters.query } },
    { keep: true, enabled: filters.query !== undefined },
  );
  if (!value) {
    return error ? (
      <span className={`${mute} ${small}`}>{t('browse.facetsFail')}</span>
    ) : (
      <LoadingState lines={narrow ? 1 : 5} />
    );
  }
  const lists = <FacetLists facets={value} filters={filters} />;
  return (
    <div className={stack}>
      <div className={`${small} ${mute}`} role="status">
        {t('browse.found', { count: value.total })}
      </div>
      {narrow ? <More label={t('browse.narrow')}>{lists}</More> : lists}
    </div>
  );
};

/** So many at first. */
const pageSize = 25;

const Found = ({ filters }: { filters: PostmortemFilters }) => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const client = useApi(incidentsApiRef);
  const { query } = filters;
  const list = useRows(
    [endpoints.postmortems.list.id, query],
    page =>
      client.call(endpoints.postmortems.list, { query: { ...query, ...page } }),
    pageSize,
    { enabled: query !== undefined },
  );
  return (
    <div>
      <PagedList
        list={list}
        empty={
          filters.none ? (
            <EmptyState title={t('browse.none')}>
              {t('browse.noneRemedy')}
            </EmptyState>
          ) : (
            <EmptyState title={t('browse.noneMatch')}>
              <Button size="small" variant="outlined" onClick={filters.clear}>
                {t('browse.clear')}
              </Button>
            </EmptyState>
          )
        }
      >
        {postmortem => (
          <div key={postmortem.id} className={classes.item}>
            <PostmortemLine postmortem={postmortem}>
              {isOpen(postmortem) ? (
                <StillToWrite postmortem={postmortem} />
              ) : null}
              <WorthReading postmortem={postmortem} />
              <Text postmortem={postmortem} />
            </PostmortemLine>
          </div>
        )}
      </PagedList>
    </div>
  );
};

type Item = CallOutput<typeof endpoints.postmortems.list>['items'][number];

const isOpen = ({ state }: Item) => openStates.includes(state);

/** Where the words were found; without words, how the summary begins, and its factors. */
const Text = ({ postmortem }: { postmortem: Item }) => {
  const { excerpt } = useStyles();
  const { small, mute } = useLayout();
  const nameOf = useCatalogNames();
  const { factors } = postmortem;
  return (
    <div className={`${excerpt} ${small}`}>
      {postmortem.excerpt === null
        ? withNames(postmortem.summary, nameOf)
        : piecesOf(withNames(postmortem.excerpt, nameOf)).map(
            ({ start, text, marked }) => {
              const Piece = marked ? 'mark' : 'span';
              return <Piece key={start}>{text}</Piece>;
            },
          )}
      {factors.length > 0 && (
        <div className={mute}>
          <span aria-hidden>◆ </span>
          {factors.map(({ name }) => name).join(' · ')}
        </div>
      )}
    </div>
  );
};
