import { useLayout } from '../kit';
import { useOnCallText } from '../translation';
import { MomentField } from './MomentField';
import { lengthWords } from './times';

/** A span, from and to, on the clock of a zone that is named. */
export const SpanFields = (props: {
  id: string;
  zone: string;
  start: string;
  end: string;
  onChange: (span: { start?: string; end?: string }) => void;
}) => {
  const { id, zone, start, end, onChange } = props;
  const t = useOnCallText();
  const { row, wrap, small, mute, bad } = useLayout();
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <MomentField
          id={`${id}-start`}
          label={t('span.from')}
          zone={zone}
          value={start}
          onChange={value => onChange({ start: value })}
        />
        <MomentField
          id={`${id}-end`}
          label={t('span.to')}
          zone={zone}
          value={end}
          onChange={value => onChange({ end: value })}
        />
      </div>
      <div className={small} style={{ marginTop: 4 }}>
        {start < end ? (
          <span className={mute}>
            {t('span.words', { length: lengthWords(start, end), zone })}
          </span>
        ) : (
          <span className={bad} role="alert">
            {t('span.wrong')}
          </span>
        )}
      </div>
    </div>
  );
};
