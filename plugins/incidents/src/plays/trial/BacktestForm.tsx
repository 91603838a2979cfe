import Button from '@material-ui/core/Button';
import { Backtest, endpoints } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../data';
import { CommandError, NumberField, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { BacktestView } from './BacktestView';

/** Looks in which incidents of the last days a text would have run. */
export const BacktestForm = ({ source }: { source: string }) => {
  const t = usePlaysText();
  const { stack, row, wrap, small, mute } = useLayout();
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
    <form
      className={stack}
      onSubmit={event => {
        event.preventDefault();
        void run();
      }}
    >
      <span className={`${small} ${mute}`}>{t('backtest.what')}</span>
      <div className={`${row} ${wrap}`}>
        <NumberField
          id="backtest-days"
          label={t('backtest.days')}
          min={1}
          max={3650}
          value={days}
          onChange={setDays}
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={backtest.pending || source.trim() === ''}
        >
          {t('backtest.run')}
        </Button>
      </div>
      <CommandError error={backtest.error} />
      {test && <BacktestView test={test} />}
    </form>
  );
};
