import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import {
  absolute,
  durationText,
  EntityLink,
  SeverityBadge,
  severityLooks,
  useLayout,
} from '../../kit';
import { incidentRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { dayText, StateBadge, timeText, WorthReading } from '../lines';
import { TimelinePicture } from '../timelinePicture';
import { ReadActions } from './ReadActions';

const useStyles = makeStyles(theme => ({
  head: { borderTop: '4px solid' },
  pad: {
    padding: theme.spacing(2, 2.25),
    '@media print': { padding: theme.spacing(0, 0, 1) },
  },
  // Wide enough to be read on a phone; the buttons wrap below it.
  what: { flex: '1 1 220px', gap: theme.spacing(1) },
  title: {
    fontSize: '1.75rem',
    lineHeight: 1.25,
    fontWeight: 700,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('xs')]: { fontSize: '1.4rem' },
  },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(170px, 1fr))',
    borderTop: `1px solid ${theme.palette.divider}`,
    margin: 0,
  },
  figure: {
    padding: theme.spacing(1.5, 2.25),
    '& dd': { margin: 0, fontWeight: 700, fontSize: '1.05rem' },
    '@media print': { padding: theme.spacing(0.5, 0) },
  },
  picture: {
    padding: theme.spacing(2, 2.25),
    borderTop: `1px solid ${theme.palette.divider}`,
    '@media print': { padding: theme.spacing(1, 1.25) },
  },
}));

/** So many of the figures that people gave stand in the head; all of them stand with the impact. */
const shown = 3;

/** What it is about: title, severity, when, how long, what customers felt, and its moments as a picture. */
export const ReadHead = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const classes = useStyles();
  const t = usePostmortemsText();
  const { row, wrap, tight, mute, link } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const { severity, owner, incident, occurredAt, durationSeconds } = postmortem;
  const hasMoments = Object.keys(postmortem.moments).length > 0;
  return (
    <Paper
      className={classes.head}
      style={{ borderTopColor: severityLooks[severity].fill }}
    >
      <div className={`${classes.pad} ${tight}`}>
        <div className={`${row} ${wrap}`}>
          <div className={`${row} ${wrap} ${classes.what}`}>
            <SeverityBadge severity={severity} />
            <b style={{ whiteSpace: 'nowrap' }}>{postmortem.name}</b>
            <StateBadge postmortem={postmortem} />
          </div>
          <ReadActions postmortem={postmortem} />
        </div>
        <Typography component="h2" className={classes.title}>
          {postmortem.title}
        </Typography>
        <div className={mute}>
          <EntityLink entity={postmortem.entity} />
          {owner && (
            <>
              {' · '}
              <EntityLink entity={owner} />
            </>
          )}
          {' · '}
          {incident ? (
            <Link className={link} to={toIncident({ name: incident.name })}>
              {incident.name}
            </Link>
          ) : (
            t('read.imported')
          )}
          {postmortem.factors.length > 0 && (
            <>
              {' · '}
              <span aria-hidden>◆ </span>
              {postmortem.factors.map(({ name }) => name).join(', ')}
            </>
          )}
        </div>
        <WorthReading postmortem={postmortem} />
      </div>
      <dl className={classes.figures}>
        <Figure label={t('read.when')}>
          <time dateTime={occurredAt} title={absolute(occurredAt)}>
            {dayText(occurredAt)}, {timeText(occurredAt)}
          </time>
        </Figure>
        <Figure label={t('read.duration')}>
          {durationSeconds === null
            ? t('read.unknownDuration')
            : durationText(durationSeconds * 1000)}
        </Figure>
        {postmortem.figures.slice(0, shown).map(({ label, value }) => (
          <Figure key={label} label={label}>
            {value}
          </Figure>
        ))}
      </dl>
      {(hasMoments || postmortem.density) && (
        <div className={classes.picture}>
          <TimelinePicture
            density={postmortem.density}
            moments={postmortem.moments}
          />
        </div>
      )}
    </Paper>
  );
};

const Figure = (props: { label: string; children: ReactNode }) => {
  const { figure } = useStyles();
  const { mute, small, breakable } = useLayout();
  return (
    <div className={`${figure} ${breakable}`}>
      <dt className={`${mute} ${small}`}>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
};
