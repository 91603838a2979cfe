import {
  endpoints,
  OverrideInput,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { Answer, namesOf, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';

const mostShown = 6;

/** What an override would change, turn by turn, before it is saved: by the function that pages. */
export const Effect = (props: {
  scheduleId: string;
  input: OverrideInput;
  zone: string;
}) => {
  const { scheduleId, input, zone } = props;
  const t = useOnCallText();
  const { tight, small, mute, bad } = useLayout();
  const state = useEndpoint(
    endpoints.oncall.previewOverride,
    // Why it is wanted changes nothing of it.
    { params: { id: scheduleId }, body: { ...input, reason: '' } },
    { keep: true },
  );
  return (
    <Answer state={state} lines={2}>
      {({ items }) => (
        <div className={`${tight} ${small}`} role="status">
          <b>{t('override.effect')}</b>
          {items.slice(0, mostShown).map(({ start, end, before, after }) => (
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
          {items.length > mostShown && (
            <span className={mute}>
              {t('override.more', { count: items.length - mostShown })}
            </span>
          )}
          {items.every(
            ({ before, after }) => namesOf(before) === namesOf(after),
          ) && <span className={bad}>{t('override.noEffect')}</span>}
        </div>
      )}
    </Answer>
  );
};
