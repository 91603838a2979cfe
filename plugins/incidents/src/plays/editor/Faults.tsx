import { PlayFault } from '@muster/backstage-plugin-incidents-common';
import { CommandError, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { FaultList } from '../trial/FaultList';

/** How many faults a text has, and where. */
export const Faults = (props: {
  /** Undefined: not known yet. */
  faults: readonly PlayFault[] | undefined;
  error: Error | undefined;
  onGoTo: (fault: PlayFault) => void;
}) => {
  const { faults, error, onGoTo } = props;
  const t = usePlaysText();
  const { tight, small, ok, bad, mute } = useLayout();
  return (
    <div className={tight} role="status" data-testid="play-faults">
      {!faults && !error && (
        <span className={`${small} ${mute}`}>{t('faults.checking')}</span>
      )}
      {faults?.length === 0 && (
        <span className={`${small} ${ok}`}>✓ {t('faults.none')}</span>
      )}
      {faults && faults.length > 0 && (
        <>
          <b className={`${small} ${bad}`}>
            ✕ {t('faults.some', { count: faults.length })}
          </b>
          <FaultList faults={faults} onGoTo={onGoTo} />
        </>
      )}
      <CommandError error={error} />
    </div>
  );
};
