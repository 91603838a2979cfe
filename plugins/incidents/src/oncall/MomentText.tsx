import { useOnCallText } from '../translation';
import { Instant, momentWords, ownZone } from './times';

/** An instant on the clock of a zone; hovering tells it on the viewer's clock too, where that is another. */
export const MomentText = (props: { at: Instant; zone: string }) => {
  const { at, zone } = props;
  const t = useOnCallText();
  const mine = momentWords(at, ownZone());
  const there = momentWords(at, zone);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={
        mine === there
          ? `${there} (${zone})`
          : t('schedules.bothClocks', { there, zone, mine })
      }
    >
      {there}
    </time>
  );
};
