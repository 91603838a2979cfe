import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  endpoints,
  PlayRunDetail,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useCommand } from '../../data';
import {
  At,
  CommandError,
  ConfirmButton,
  EntityLink,
  For,
  JsonText,
  More,
  useLayout,
} from '../../kit';
import { incidentRouteRef, playRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { isAskingViewer } from './Questions';
import { RunStateBadge } from './RunStateBadge';

const useStyles = makeStyles(theme => ({
  head: { padding: theme.spacing(2, 2.25) },
  title: { fontSize: '1.4rem', fontWeight: 700, flex: '1 1 220px' },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 1fr))',
    gap: theme.spacing(1.5, 2),
    margin: 0,
    '& dd': { margin: 0 },
  },
}));

/** Which play, about what, by whose leave, how it stands; cancelling, and going on after a failure. */
export const RunHead = ({ run }: { run: PlayRunDetail }) => {
  const t = usePlaysText();
  const { head, title, figures } = useStyles();
  const { stack, row, wrap, link, breakable } = useLayout();
  const toPlay = useRouteRef(playRouteRef);
  const toIncident = useRouteRef(incidentRouteRef);
  const params = { id: run.id };
  const cancel = useCommand(endpoints.plays.cancel, () => t('run.cancelled'));
  const rerun = useCommand(endpoints.plays.rerun, () => t('run.rerunning'));
  return (
    <Paper className={`${head} ${stack}`} component="header">
      <div className={`${row} ${wrap}`}>
        <RunStateBadge run={run} />
        <Typography component="h2" className={`${title} ${breakable}`}>
          <Link className={link} to={toPlay({ id: run.play.id })}>
            {run.play.name}
          </Link>
        </Typography>
        {run.may.includes('rerun') && (
          <Button
            variant="contained"
            color="primary"
            disabled={rerun.pending}
            onClick={() => void rerun.run({ params })}
          >
            {t('run.rerun')}
          </Button>
        )}
        {run.may.includes('cancel') && (
          <ConfirmButton
            label={t('run.cancel')}
            question={t('run.reallyCancel')}
            disabled={cancel.pending}
            onConfirm={() => void cancel.run({ params })}
          />
        )}
      </div>
      <CommandError error={rerun.error ?? cancel.error} />
      {/* What it asks the viewer stands below, with its buttons. */}
      {run.text && !run.steps.some(isAskingViewer) && (
        <div className={breakable}>{run.text}</div>
      )}
      <dl className={figures}>
        <Figure label={t('run.about')}>
          {run.incident ? (
            <Link className={link} to={toIncident({ name: run.incident.name })}>
              {run.incident.name} {run.incident.title}
            </Link>
          ) : (
            !run.entity && t('run.nothing')
          )}
          {run.entity && (
            <div>
              <EntityLink entity={run.entity} />
            </div>
          )}
        </Figure>
        <Figure label={t('run.started')}>
          <At at={run.startedAt} />{' '}
          {run.because.startsWith(run.startedBy.name)
            ? run.because
            : t('run.startedBy', {
                actor: run.startedBy.name,
                because: run.because,
              })}
        </Figure>
        <Figure label={t(run.endedAt ? 'run.took' : 'run.runningFor')}>
          <For since={run.startedAt} until={run.endedAt} />
          {run.endedAt === null && (
            <>, {t('run.until', { moment: <At at={run.deadlineAt} /> })}</>
          )}
        </Figure>
        <Figure label={t('run.authority')}>
          {run.authority}
          <div>{t('run.version', { version: String(run.play.version) })}</div>
        </Figure>
      </dl>
      {Object.keys(run.inputs).length > 0 && (
        <More label={t('run.inputs')}>
          <JsonText label={t('run.inputs')} value={run.inputs} />
        </More>
      )}
    </Paper>
  );
};

const Figure = (props: { label: string; children: ReactNode }) => {
  const { small, mute, breakable } = useLayout();
  return (
    <div className={breakable}>
      <dt className={`${small} ${mute}`}>{props.label}</dt>
      <dd className={small}>{props.children}</dd>
    </div>
  );
};
