import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PlayHealth } from '@muster/backstage-plugin-incidents-common';
import { Ago, durationText, useLayout } from '../../kit';
import { playRunRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';

/** How a play has done in the last 90 days, in one line; its last failure in another. */
export const HealthLine = ({ health }: { health: PlayHealth }) => {
  const t = usePlaysText();
  const { small, mute, bad, link, breakable } = useLayout();
  const toRun = useRouteRef(playRunRouteRef);
  const { succeeded, failed, lastRunAt, lastFailure, medianSeconds } = health;
  const ended = succeeded + failed;
  return (
    <div className={`${small} ${breakable}`}>
      <div className={mute}>
        {lastRunAt === null && t('health.never')}
        {lastRunAt !== null && (
          <>
            {ended > 0 && (
              <>
                {t('health.rate', {
                  succeeded: String(succeeded),
                  ended: String(ended),
                })}{' '}
                ·{' '}
              </>
            )}
            {t('health.lastRun', { moment: <Ago at={lastRunAt} /> })}
            {medianSeconds !== null && (
              <>
                {' '}
                ·{' '}
                {t('health.median', {
                  duration: durationText(medianSeconds * 1000),
                })}
              </>
            )}
          </>
        )}
      </div>
      {lastFailure && (
        <div className={health.failing ? bad : mute}>
          {health.failing && <b>{t('health.failing')} · </b>}
          {t('health.lastFailure', {
            moment: (
              <Link className={link} to={toRun({ runId: lastFailure.runId })}>
                <Ago at={lastFailure.at} />
              </Link>
            ),
            because: lastFailure.because,
          })}
        </div>
      )}
    </div>
  );
};
