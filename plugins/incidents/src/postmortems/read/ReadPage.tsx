import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { Answer, EmptyState, Panel, useLayout } from '../../kit';
import { postmortemRouteRef, postmortemsRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { SimilarIncidents } from '../incident/SimilarIncidents';
import { Comments } from './Comments';
import { Facts } from './Facts';
import { Feedback } from './Feedback';
import { usePrintStyles } from './printStyles';
import { ReadHead } from './ReadHead';
import { Sections } from './Sections';
import { Standing } from './Standing';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr) 280px',
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    '@media print': { display: 'block' },
  },
  // A line of text that the eye finds back from.
  whole: { maxWidth: 1180, margin: '0 auto' },
  beside: {
    position: 'sticky',
    top: theme.spacing(2),
    [theme.breakpoints.down('sm')]: { position: 'static' },
    '@media print': { position: 'static' },
  },
}));

/** One postmortem, to be read. */
export const ReadPage = ({ name }: { name: string }) =>
  isName(name) ? <Content name={name} /> : <NoSuchPage />;

/** What cannot be a postmortem is not asked for. */
const isName = (name: string): boolean => /^(?:PM-)?[1-9]\d{0,8}$/i.test(name);

const NoSuchPage = () => {
  const t = usePostmortemsText();
  const toAll = useRouteRef(postmortemsRouteRef);
  return (
    <Panel title={t('read.noPage')}>
      <EmptyState title={t('read.noPageWhy')}>
        <Link to={toAll()}>{t('read.toAll')}</Link>
      </EmptyState>
    </Panel>
  );
};

const Content = ({ name }: { name: string }) => {
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const state = useEndpoint(endpoints.postmortems.get, {
    params: { id: name },
  });
  const answer = (
    <Answer state={state} lines={8}>
      {postmortem => <Document postmortem={postmortem} />}
    </Answer>
  );
  return (
    <BreadcrumbEntry entry={{ label: name, href: toPostmortem({ name }) }}>
      {state.value ? answer : <Panel title={name}>{answer}</Panel>}
    </BreadcrumbEntry>
  );
};

const Document = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const classes = useStyles();
  const t = usePostmortemsText();
  const { stack } = useLayout();
  usePrintStyles();
  const { origin, pathname } = window.location;
  return (
    <article
      className={`${classes.whole} ${stack}`}
      aria-label={`${postmortem.name} ${postmortem.title}`}
      data-print
    >
      <ReadHead postmortem={postmortem} />
      <Standing postmortem={postmortem} />
      <div className={classes.columns}>
        <div className={stack}>
          <Sections postmortem={postmortem} />
          <Feedback postmortem={postmortem} />
          <Comments postmortem={postmortem} />
          {postmortem.incident && (
            <div data-noprint>
              <SimilarIncidents name={postmortem.incident.name} />
            </div>
          )}
        </div>
        <div className={classes.beside}>
          <Facts postmortem={postmortem} />
        </div>
      </div>
      <p data-onlyprint>
        {t('read.address', { address: `${origin}${pathname}` })}
      </p>
    </article>
  );
};
