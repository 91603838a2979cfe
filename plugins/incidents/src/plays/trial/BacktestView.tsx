import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Backtest } from '@muster/backstage-plugin-incidents-common';
import { At, useLayout } from '../../kit';
import { incidentRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { FaultList } from './FaultList';

/** In which incidents of the past a play would have run, and what cannot be known about that. */
export const BacktestView = ({ test }: { test: Backtest }) => {
  const t = usePlaysText();
  const { tight, small, mute, plain, strong, link, warn, breakable } =
    useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const { faults, hits, looked, more, leftOut, caveats } = test;
  if (faults.length > 0) return <FaultList faults={faults} />;
  return (
    <div className={`${tight} ${breakable}`}>
      <span className={strong}>
        {t('backtest.looked', { hits: String(hits.length), count: looked })}
      </span>
      {leftOut.length > 0 && (
        <span className={`${small} ${warn}`}>
          {t('backtest.leftOut', { events: leftOut.join(', ') })}
        </span>
      )}
      {hits.length === 0 && <span>{t('backtest.none')}</span>}
      <ul
        className={`${plain} ${tight}`}
        style={{ maxHeight: 320, overflowY: 'auto' }}
        aria-label={t('backtest.list')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard
        tabIndex={hits.length > 5 ? 0 : undefined}
      >
        {hits.map(({ incident, at, because, steps }) => (
          <li key={`${incident.id} ${at}`} className={small}>
            <Link className={link} to={toIncident({ name: incident.name })}>
              {incident.name} {incident.title}
            </Link>{' '}
            <span className={mute}>
              <At at={at} /> · {because} ·{' '}
              {t('backtest.steps', { count: steps })}
            </span>
          </li>
        ))}
      </ul>
      {more && <span className={small}>{t('backtest.more')}</span>}
      {[...new Set(caveats)].map(caveat => (
        <span key={caveat} className={`${small} ${mute}`}>
          {caveat}
        </span>
      ))}
    </div>
  );
};
