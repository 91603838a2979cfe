import { useRouteRef } from '@backstage/core-plugin-api';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  PostmortemDetail,
  PostmortemSection,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { factorRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { FollowUpActions } from '../board/FollowUpActions';
import { FollowUpLine } from '../lines';
import { Markdown } from '../markdown';
import { FactorTree } from '../tree';
import { Entries } from './Entries';
import { ImpactFigures } from './ImpactFigures';
import { partsOf } from './parts';

const useStyles = makeStyles(theme => ({
  section: {
    padding: theme.spacing(2, 2.25),
    // What a link within the page leads to is not hidden behind the portal's header.
    scrollMarginTop: theme.spacing(2),
  },
  title: {
    fontSize: '1.2rem',
    fontWeight: 700,
    margin: theme.spacing(0, 0, 1),
  },
  prose: { maxWidth: '75ch', '@media print': { maxWidth: 'none' } },
}));

/** The sections in their order, each with what it holds besides its text. */
export const Sections = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  return (
    <>
      {partsOf(postmortem, {
        timeline: t('read.moments'),
        factors: t('read.tree'),
        'follow-ups': t('read.followUps'),
      }).map(part => (
        <Section key={part.key} part={part} postmortem={postmortem} />
      ))}
    </>
  );
};

const Section = (props: {
  part: Pick<PostmortemSection, 'key' | 'title' | 'kind' | 'body' | 'help'>;
  postmortem: PostmortemDetail;
}) => {
  const { part, postmortem } = props;
  const classes = useStyles();
  const t = usePostmortemsText();
  const { stack, mute, small } = useLayout();
  const written = part.body.trim() !== '';
  return (
    <Paper
      component="section"
      id={part.key}
      aria-labelledby={`${part.key}-title`}
      className={classes.section}
    >
      <Typography
        component="h3"
        id={`${part.key}-title`}
        className={classes.title}
      >
        {part.title}
      </Typography>
      <div className={stack}>
        {written && (
          <div className={classes.prose} data-prose>
            <Markdown
              text={part.body}
              postmortem={postmortem.name}
              topHeading={4}
            />
          </div>
        )}
        {part.kind === 'impact' && <ImpactFigures postmortem={postmortem} />}
        {part.kind === 'timeline' && (
          <Entries postmortem={postmortem} isTold={written} />
        )}
        {part.kind === 'factors' && <Tree postmortem={postmortem} />}
        {part.kind === 'follow-ups' && <FollowUps postmortem={postmortem} />}
        {!written && part.kind === 'text' && (
          <div className={mute}>
            {t('read.unwritten')}
            {!publishedStates.includes(postmortem.state) && part.help && (
              <div className={small}>{part.help}</div>
            )}
          </div>
        )}
      </div>
    </Paper>
  );
};

const Tree = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const toFactor = useRouteRef(factorRouteRef);
  return (
    <FactorTree nodes={postmortem.tree} toFactor={id => toFactor({ id })} />
  );
};

const FollowUps = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { stack, mute, plain } = useLayout();
  const { followUpList } = postmortem;
  if (followUpList.length === 0) {
    return <div className={mute}>{t('read.noFollowUps')}</div>;
  }
  return (
    <ul className={`${plain} ${stack}`}>
      {followUpList.map(followUp => (
        <li key={followUp.id}>
          <FollowUpLine followUp={followUp} hidePostmortem>
            {followUp.may.length > 0 && <FollowUpActions followUp={followUp} />}
          </FollowUpLine>
        </li>
      ))}
    </ul>
  );
};
