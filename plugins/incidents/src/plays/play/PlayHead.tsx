import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { PlayDetail } from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { Ago, At, EntityLink, PlainText, useLayout } from '../../kit';
import { playRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { HealthLine } from '../list/HealthLine';
import { StateBadge } from '../list/StateBadge';
import { RemoveButton } from './RemoveButton';
import { StateButtons } from './StateButtons';

const StartDialog = lazy(() =>
  import('../start/StartDialog').then(m => ({ default: m.StartDialog })),
);

const useStyles = makeStyles(theme => ({
  head: { padding: theme.spacing(2, 2.25) },
  title: { fontSize: '1.4rem', fontWeight: 700, flex: '1 1 220px' },
}));

/** What a play is called, whether it starts and by whose leave, how it has done, and what can be done with it. */
export const PlayHead = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const { head, title } = useStyles();
  const { stack, tight, row, wrap, mute, breakable, small } = useLayout();
  const toPlay = useRouteRef(playRouteRef);
  const [starting, setStarting] = useState(false);
  const mayEdit = play.may.includes('edit');
  return (
    <Paper className={`${head} ${stack}`} component="header">
      <div className={`${row} ${wrap}`}>
        <StateBadge play={play} />
        <Typography component="h2" className={`${title} ${breakable}`}>
          {play.name}
        </Typography>
        <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
          {play.may.includes('run') && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => setStarting(true)}
            >
              {t('play.start')}
            </Button>
          )}
          {mayEdit && (
            <LinkButton
              size="small"
              variant="outlined"
              to={`${toPlay({ id: play.id })}/edit`}
            >
              {t('play.edit')}
            </LinkButton>
          )}
          {mayEdit && <RemoveButton play={play} />}
        </div>
      </div>
      <div className={tight}>
        <span className={`${small} ${mute}`}>
          <EntityLink entity={play.owner} /> ·{' '}
          {t('plays.version', { version: String(play.version) })}{' '}
          {t('play.saved', {
            moment: <Ago at={play.updatedAt} />,
            person: play.updatedBy.name,
          })}
          {play.nextTickAt && (
            <>
              {' '}
              · {t('play.nextTick', { moment: <At at={play.nextTickAt} /> })}
            </>
          )}
        </span>
        {play.description && <PlainText text={play.description} />}
        <HealthLine health={play.health} />
      </div>
      <StateButtons play={play} />
      {starting && (
        <Suspense fallback={null}>
          <StartDialog
            choices={[{ id: play.id, name: play.name }]}
            onClose={() => setStarting(false)}
          />
        </Suspense>
      )}
    </Paper>
  );
};
