import { useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

/** Says on an incident that all automation is paused; an answer to a play changes nothing until it goes on. */
export const PausedNote = ({ why }: { why: string }) => {
  const t = usePlaysText();
  const { warn, small, breakable } = useLayout();
  return (
    <div className={breakable} role="status">
      <b className={warn}>‖ {t('ofIncident.paused')}</b>
      <div className={small}>{why}</div>
    </div>
  );
};
