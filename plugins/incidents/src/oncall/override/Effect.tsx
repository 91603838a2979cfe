import {
  OverrideInput,
  ScheduleCalendar,
} from '@muster/backstage-plugin-incidents-common';
import { namesOf, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';
import { effectOf } from './effectOf';

/** What an override would change, turn by turn, before it is saved. */
export const Effect = (props: {
  input: OverrideInput;
  calendar: ScheduleCalendar;
  zone: string;
  nameOf: (ref: string) => string;
}) => {
  const { input, calendar, zone, nameOf } = props;
  const t = useOnCallText();
  const { tight, small, mute, bad } = useLayout();
  const turns = effectOf(calendar, input, nameOf);
  return (
    <div className={`${tight} ${small}`} role="status">
      <b>{t('override.effect')}</b>
      {turns.slice(0, 6).map(({ start, end, before, after }) => (
        <span key={start}>
          {spanWords(start, end, zone)}:{' '}
          <span className={mute}>
            {namesOf(before) || t('calendar.nobody')}
          </span>{' '}
          →{' '}
          {after.length > 0 ? (
            <b>{namesOf(after)}</b>
          ) : (
            <b className={bad}>{t('calendar.nobody')}</b>
          )}
        </span>
      ))}
      {turns.length > 6 && (
        <span className={mute}>
          {t('override.more', { count: turns.length - 6 })}
        </span>
      )}
      {turns.every(
        ({ before, after }) => namesOf(before) === namesOf(after),
      ) && <span className={bad}>{t('override.noEffect')}</span>}
    </div>
  );
};
