import { makeStyles } from '@material-ui/core/styles';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { absolute, Ago, More, Panel, Person, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { dayText } from '../lines';
import { partsOf } from './parts';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gap: theme.spacing(1.5),
    margin: 0,
    '& dd': { margin: 0 },
  },
  nav: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& a': {
      display: 'block',
      padding: theme.spacing(0.5, 0),
      color: 'inherit',
      textDecoration: 'none',
      '&:hover': { textDecoration: 'underline' },
    },
    [theme.breakpoints.down('sm')]: { display: 'none' },
  },
}));

/** Beside the text: what is in it, who wrote and reviewed it, when. */
export const Facts = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const classes = useStyles();
  const t = usePostmortemsText();
  const { stack, small, mute } = useLayout();
  const { writer, participants, reviewers, history } = postmortem;
  // Who wrote one elsewhere, and who reviewed it there, is not known here.
  const isImported = postmortem.incident === null;
  const parts = partsOf(postmortem, {
    timeline: t('read.moments'),
    factors: t('read.tree'),
    'follow-ups': t('read.followUps'),
  });
  return (
    <Panel title={t('read.facts')}>
      <div className={stack}>
        <nav aria-label={t('read.nav')} data-noprint>
          <ul className={`${classes.nav} ${small}`}>
            {parts.map(({ key, title }) => (
              <li key={key}>
                <a href={`#${key}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <dl className={classes.facts}>
          {(writer || !isImported) && (
            <Fact label={t('read.writer')}>
              {writer ? <Person person={writer} size={24} /> : t('read.nobody')}
            </Fact>
          )}
          {(reviewers.length > 0 || !isImported) && (
            <Fact label={t('read.reviewers')}>
              {reviewers.length === 0 && t('read.noReviewers')}
              {reviewers.map(({ person, signedOffAt, note }) => (
                <div key={person.ref}>
                  <Person person={person} size={24} />
                  <div className={`${small} ${mute}`}>
                    {signedOffAt
                      ? t('read.signedOff', { day: dayText(signedOffAt) })
                      : t('read.notSignedOff')}
                    {note && <div>“{note}”</div>}
                  </div>
                </div>
              ))}
            </Fact>
          )}
          {participants.length > 0 && (
            <Fact label={t('read.participants')}>
              {participants.map(person => (
                <div key={person.ref}>
                  <Person person={person} size={24} />
                </div>
              ))}
            </Fact>
          )}
          <When label={t('read.opened')} at={postmortem.openedAt} />
          {postmortem.publishedAt === null && (
            <When label={t('read.due')} at={postmortem.dueAt} />
          )}
          <When label={t('read.published')} at={postmortem.publishedAt} />
          <When label={t('read.amended')} at={postmortem.amendedAt} />
        </dl>
        {history.length > 0 && (
          <div data-noprint>
            <More label={t('read.history')}>
              <ul className={classes.nav} style={{ display: 'block' }}>
                {history.map(({ at, text }) => (
                  <li key={`${at} ${text}`} className={small}>
                    <span className={mute}>
                      <Ago at={at} />
                    </span>{' '}
                    {text}
                  </li>
                ))}
              </ul>
            </More>
          </div>
        )}
      </div>
    </Panel>
  );
};

const Fact = (props: { label: string; children: ReactNode }) => {
  const { small, mute } = useLayout();
  return (
    <div>
      <dt className={`${small} ${mute}`}>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
};

const When = (props: { label: string; at: string | null }) =>
  props.at === null ? null : (
    <Fact label={props.label}>
      <time dateTime={props.at} title={absolute(props.at)}>
        {dayText(props.at)}
      </time>
    </Fact>
  );
