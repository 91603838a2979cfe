import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { namesOf, SeverityBadge, useLayout } from '../../kit';
import { incidentRouteRef, postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { dayText, StateBadge } from '../lines';
import { Lacks } from './process/Lacks';
import { StateButtons } from './process/StateButtons';

const useStyles = makeStyles(theme => ({
  head: {
    padding: theme.spacing(1.5, 2.25),
    // What it lacks, and what can be done, stay in sight.
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.appBar - 1,
    // On a phone only what it lacks: all of it would take a quarter of the screen.
    [theme.breakpoints.down('xs')]: { display: 'contents' },
  },
  about: {
    [theme.breakpoints.down('xs')]: {
      padding: theme.spacing(1.5),
      background: theme.palette.background.paper,
    },
  },
  lacks: {
    [theme.breakpoints.down('xs')]: {
      position: 'sticky',
      top: 0,
      zIndex: theme.zIndex.appBar - 1,
      padding: theme.spacing(0.75, 1.5),
      background: theme.palette.background.paper,
      boxShadow: theme.shadows[2],
    },
  },
  title: {
    fontSize: '1.25rem',
    fontWeight: 700,
    [theme.breakpoints.down('xs')]: { fontSize: '1rem' },
  },
}));

/** What it is, how far it is, what it lacks, and what comes next. */
export const EditHead = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const { name, title, severity, incident, writer, dueAt } = postmortem;
  const { restricted, restrictedTo } = postmortem;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { tight, row, wrap, grow, small, mute, link } = useLayout();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const toIncident = useRouteRef(incidentRouteRef);
  return (
    <Paper component="header" className={`${classes.head} ${tight}`}>
      <div className={`${row} ${wrap} ${classes.about}`}>
        <div className={grow} style={{ minWidth: 220 }}>
          <Typography component="h1" className={classes.title}>
            {name} · {title}
          </Typography>
          <div className={`${row} ${wrap} ${small} ${mute}`} style={{ gap: 8 }}>
            <SeverityBadge severity={severity} />
            <StateBadge postmortem={postmortem} />
            <span>
              {writer
                ? t('write.writer', { person: writer.name })
                : t('write.noWriter')}
            </span>
            {dueAt && <span>{t('write.due', { day: dayText(dueAt) })}</span>}
            {incident && (
              <Link className={link} to={toIncident({ name: incident.name })}>
                {incident.name}
              </Link>
            )}
            <Link className={link} to={toPostmortem({ name })}>
              {t('write.read')}
            </Link>
            {restricted && (
              <span>
                {t('read.restrictedTo', { names: namesOf(restrictedTo) })}
              </span>
            )}
          </div>
        </div>
        <StateButtons postmortem={postmortem} />
      </div>
      <div className={classes.lacks}>
        <Lacks postmortem={postmortem} />
      </div>
    </Paper>
  );
};
