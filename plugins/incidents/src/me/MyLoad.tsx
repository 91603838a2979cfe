import { Panel, useLayout } from '../kit';
import { ownZone, spanWords } from '../oncall/times';
import { useOnCallText } from '../translation';
import { MyOnCall } from './MyDuty';

/** How much I was and will be on call, and what I shadow. */
export const MyLoad = ({ mine }: { mine: MyOnCall }) => {
  const t = useOnCallText();
  const { stack, row, wrap, tight, small, mute, breakable } = useLayout();
  return (
    <Panel title={t('mine.load')}>
      <div className={stack}>
        <div className={`${row} ${wrap}`} style={{ gap: 32 }}>
          {(['past', 'ahead'] as const).map(which => {
            const { hours, nightHours, weekendHours } = mine.load[which];
            return (
              <div key={which} className={tight} style={{ gap: 0 }}>
                <span className={`${small} ${mute}`}>{t(`mine.${which}`)}</span>
                <b style={{ fontSize: '1.25rem' }}>
                  {t('mine.hours', { hours: String(Math.round(hours)) })}
                </b>
                <span className={small}>
                  {t('mine.loadWords', {
                    nights: String(Math.round(nightHours)),
                    weekends: String(Math.round(weekendHours)),
                  })}
                </span>
              </div>
            );
          })}
        </div>
        {mine.shadowing.length > 0 && (
          <div className={tight}>
            <b>{t('mine.shadowing')}</b>
            <span className={`${small} ${mute}`}>
              {t('mine.shadowingMeans')}
            </span>
            {mine.shadowing.map(({ schedule, start, end }) => (
              <span key={`${schedule.id} ${start}`} className={breakable}>
                {spanWords(start, end, ownZone())} · {schedule.name}
              </span>
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
};
