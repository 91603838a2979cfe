import { PlayInput } from '@muster/backstage-plugin-incidents-common';
import { Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { BacktestForm } from './BacktestForm';
import { DryRunForm } from './DryRunForm';

/** Tries a text without any effect: what it would do now, and where it would have run. */
export const TrialPanel = (props: {
  source: string;
  inputs: readonly PlayInput[];
}) => {
  const t = usePlaysText();
  const { stack } = useLayout();
  return (
    <div className={stack}>
      <Panel title={t('dryRun.title')}>
        <DryRunForm {...props} />
      </Panel>
      <Panel title={t('backtest.title')}>
        <BacktestForm source={props.source} />
      </Panel>
    </div>
  );
};
