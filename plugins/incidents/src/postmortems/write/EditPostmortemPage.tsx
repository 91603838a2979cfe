import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
  PostmortemSection,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useEndpoint } from '../../data';
import { Answer, More, useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { SectionComments } from './comments/SectionComments';
import { EditHead } from './EditHead';
import { FactorEditor } from './factors/FactorEditor';
import { FollowUps } from './followUps/FollowUps';
import { DocumentHistory } from './history/DocumentHistory';
import { Figures } from './impact/Figures';
import { Participants } from './people/Participants';
import { Reviewers } from './people/Reviewers';
import { Steps } from './process/Steps';
import { Section } from './section/Section';
import { TimelineEditor } from './timeline/TimelineEditor';

const useStyles = makeStyles(theme => ({
  document: {
    marginTop: theme.spacing(2),
    padding: theme.spacing(0, 3, 1),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(0, 1.5, 1) },
    // The head has drawn a line already.
    '& > section:first-of-type': { borderTop: 0 },
  },
  history: {
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  about: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
    padding: theme.spacing(2.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    '& h2': { margin: theme.spacing(0, 0, 1), fontSize: '1rem' },
  },
}));

/**
 * Where a postmortem is written: one quiet document, whose sections become editors where somebody writes.
 *
 * @param props.name - `PM-12`
 */
export const EditPostmortemPage = ({ name }: { name: string }) => {
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const state = useEndpoint(endpoints.postmortems.get, {
    params: { id: name },
  });
  return (
    <BreadcrumbEntry entry={{ label: name, href: toPostmortem({ name }) }}>
      <Answer state={state} lines={8}>
        {postmortem => <Content postmortem={postmortem} />}
      </Answer>
    </BreadcrumbEntry>
  );
};

const Content = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { document, about, history } = useStyles();
  const { warn } = useLayout();
  return (
    <article data-testid="incidents-postmortem-editor">
      <EditHead postmortem={postmortem} />
      <Paper className={document}>
        {!postmortem.may.includes('write') && (
          <p className={warn}>{t(whyNot(postmortem))}</p>
        )}
        <Steps postmortem={postmortem} />
        {postmortem.sections.map(section => (
          <Section key={section.key} postmortem={postmortem} section={section}>
            {heldBy(section, postmortem)}
          </Section>
        ))}
        <div className={about}>
          <div>
            <h2>{t('people.participants')}</h2>
            <Participants postmortem={postmortem} />
          </div>
          <div>
            <h2>{t('people.reviewers')}</h2>
            <Reviewers postmortem={postmortem} />
          </div>
          <div>
            <h2>{t('comment.whole')}</h2>
            <SectionComments
              postmortem={postmortem.name}
              section={null}
              mayComment={postmortem.may.includes('comment')}
            />
          </div>
        </div>
        <div className={history}>
          <More label={t('history.title')}>
            <DocumentHistory postmortem={postmortem} />
          </More>
        </div>
      </Paper>
    </article>
  );
};

const whyNot = ({ state }: PostmortemDetail) => {
  if (state === 'published') return 'write.publishedNow';
  return state === 'waived' ? 'write.waivedNow' : 'write.notYours';
};

/** What a section holds besides its text. */
const heldBy = (
  { kind }: PostmortemSection,
  postmortem: PostmortemDetail,
): ReactNode => {
  switch (kind) {
    case 'impact':
      return <Figures postmortem={postmortem} />;
    case 'timeline':
      return <TimelineEditor postmortem={postmortem} />;
    case 'factors':
      return <FactorEditor postmortem={postmortem} />;
    case 'follow-ups':
      return <FollowUps postmortem={postmortem} />;
    default:
      return undefined;
  }
};
