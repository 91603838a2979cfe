import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import CloseIcon from '@material-ui/icons/Close';
import {
  ContactMethod,
  ContactRule,
} from '@muster/backstage-plugin-incidents-common';
import { Choice, NumberField, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { wayWords } from './ways';

/** Rules of one urgency: after so many minutes by this way, each to be changed and taken out. */
export const RuleList = (props: {
  id: string;
  value: readonly ContactRule[];
  /** Those that are verified can be chosen. */
  methods: readonly ContactMethod[];
  onChange: (rules: ContactRule[]) => void;
}) => {
  const { id, value, methods, onChange } = props;
  const t = useEscalationText();
  const { stack, row, wrap, mute } = useLayout();
  const first = methods.find(({ verified }) => verified);
  const set = (place: number, part: Partial<ContactRule>) =>
    onChange(
      value.map((rule, i) => (i === place ? { ...rule, ...part } : rule)),
    );
  return (
    <div className={stack} style={{ gap: 8 }}>
      {value.length === 0 && <span className={mute}>{t('rules.none')}</span>}
      {value.map((rule, place) => (
        // Rules have no identity but their place.
        // eslint-disable-next-line react/no-array-index-key
        <div key={place} className={`${row} ${wrap}`}>
          <NumberField
            id={`${id}-${place}-after`}
            label={t('rules.after')}
            min={0}
            max={1440}
            value={rule.afterMinutes}
            onChange={afterMinutes => set(place, { afterMinutes })}
          />
          <Choice
            id={`${id}-${place}-by`}
            label={t('rules.by')}
            value={rule.methodId}
            options={methods
              .filter(
                ({ id: way, verified }) => verified || way === rule.methodId,
              )
              .map(method => method.id)}
            words={methodId => {
              const found = methods.find(method => method.id === methodId);
              return found ? wayWords(found) : methodId;
            }}
            onChange={methodId => set(place, { methodId })}
          />
          <IconButton
            size="small"
            aria-label={t('rules.remove')}
            onClick={() => onChange(value.filter((_, i) => i !== place))}
          >
            <CloseIcon fontSize="small" />
          </IconButton>
        </div>
      ))}
      {first && (
        <div>
          <Button
            size="small"
            onClick={() =>
              onChange([
                ...value,
                {
                  afterMinutes: value.length > 0 ? 5 : 0,
                  methodId: first.id,
                },
              ])
            }
          >
            {t('rules.add')}
          </Button>
        </div>
      )}
    </div>
  );
};
