import { Backtest, endpoints } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../data';
import { NumberField, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { BacktestView } from './BacktestView';
import { TrialForm } from './TrialForm';

/** Looks in which incidents of the last days a text would have run. */
export const BacktestForm = ({ source }: { source: string }) => {
  const t = usePlaysText();
  const { small, mute } = useLayout();
  const [days, setDays] = useState(90);
  const [test, setTest] = useState<Backtest>();
  const backtest = useCommand(endpoints.plays.backtest, () => undefined);
  const run = async () => {
    const to = DateTime.utc();
    setTest(
      await backtest.run({
        body: {
          source,
          from: to.minus({ days }).toISO(),
          to: to.toISO(),
        },
      }),
    );
  };
  return (
    <TrialForm
      verb={t('backtest.run')}
      disabled={backtest.pending || source.trim() === ''}
      error={backtest.error}
      onRun={run}
      fields={
        <>
          <span className={`${small} ${mute}`}>{t('backtest.what')}</span>
          <div>
            <NumberField
              id="backtest-days"
              label={t('backtest.days')}
              min={1}
              max={3650}
              value={days}
              onChange={setDays}
            />
          </div>
        </>
      }
    >
      {test && <BacktestView test={test} />}
    </TrialForm>
  );
};
