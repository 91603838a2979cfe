import { makeStyles } from '@material-ui/core/styles';
import { PlayDetail } from '@muster/backstage-plugin-incidents-common';
import { Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { Flow } from '../flow/Flow';
import { AutomationBanner } from '../list/AutomationBanner';
import { OnePlay } from './OnePlay';
import { PlayHead } from './PlayHead';
import { RunsPanel } from './RunsPanel';
import { VersionsPanel } from './VersionsPanel';
import { WebhookPanel } from './WebhookPanel';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    alignItems: 'start',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1.4fr) minmax(0, 1fr)',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** One play: what it does, whether it starts, how it has done, and its history. */
export const PlayPage = ({ id }: { id: string }) => (
  <OnePlay id={id}>{play => <Content play={play} />}</OnePlay>
);

const Content = ({ play }: { play: PlayDetail }) => {
  const { stack } = useLayout();
  const { columns } = useStyles();
  const { on } = play.document;
  return (
    <div className={stack}>
      <AutomationBanner />
      <PlayHead play={play} />
      <div className={columns}>
        <What play={play} />
        <div className={stack}>
          <RunsPanel play={play} />
          <VersionsPanel play={play} />
          {on.some(({ event }) => event === 'webhook') && (
            <WebhookPanel play={play} />
          )}
        </div>
      </div>
    </div>
  );
};

const What = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const { stack, tight, small, mute, strong, breakable } = useLayout();
  const { steps, onFailure, inputs } = play.document;
  return (
    <Panel title={t('play.does')}>
      <div className={`${stack} ${breakable}`}>
        <div className={tight}>
          <span>{play.startsWhen || t('plays.startsByHand')}</span>
          {inputs.length > 0 && (
            <span className={`${small} ${mute}`}>
              {t('play.inputs')}{' '}
              {inputs.map(({ name, label }) => label || name).join(', ')}
            </span>
          )}
        </div>
        <Flow steps={steps} />
        {onFailure.length > 0 && (
          <div className={tight}>
            <span className={strong}>{t('play.onFailure')}</span>
            <Flow steps={onFailure} label={t('play.onFailure')} />
          </div>
        )}
      </div>
    </Panel>
  );
};
