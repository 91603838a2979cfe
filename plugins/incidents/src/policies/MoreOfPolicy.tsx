import TextField from '@material-ui/core/TextField';
import {
  plainPolicy,
  PolicyInput,
} from '@muster/backstage-plugin-incidents-common';
import { CheckField, More, NumberField, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** What few policies need: a description, no focus, re-paging what went quiet. */
export const MoreOfPolicy = (props: {
  draft: PolicyInput;
  onChange: (part: Partial<PolicyInput>) => void;
}) => {
  const { draft, onChange } = props;
  const t = useEscalationText();
  const { stack } = useLayout();
  const { whenQuiet, focus, description } = draft;
  const again = whenQuiet?.triggerAfterMinutes ?? null;
  return (
    <More
      label={t('policy.more')}
      open={
        description !== '' || focus !== plainPolicy.focus || whenQuiet !== null
      }
    >
      <TextField
        id="policy-description"
        label={t('policy.description')}
        value={description}
        onChange={event => onChange({ description: event.target.value })}
        inputProps={{ maxLength: 1000 }}
        multiline
        fullWidth
      />
      <CheckField
        label={t('policy.focus')}
        checked={focus}
        onChange={on => onChange({ focus: on })}
      />
      <CheckField
        label={t('policy.whenQuiet')}
        checked={whenQuiet !== null}
        onChange={on =>
          onChange({
            whenQuiet: on
              ? { askAfterMinutes: 60, triggerAfterMinutes: 10 }
              : null,
          })
        }
      />
      {whenQuiet && (
        <div className={stack} style={{ paddingLeft: 32 }}>
          <NumberField
            id="policy-ask-after"
            label={t('policy.askAfter')}
            min={1}
            max={9000}
            value={whenQuiet.askAfterMinutes}
            onChange={askAfterMinutes =>
              onChange({ whenQuiet: { ...whenQuiet, askAfterMinutes } })
            }
          />
          <CheckField
            label={t('policy.trigger')}
            checked={again !== null}
            onChange={on =>
              onChange({
                whenQuiet: {
                  ...whenQuiet,
                  triggerAfterMinutes: on ? 10 : null,
                },
              })
            }
          />
          {again !== null && (
            <NumberField
              id="policy-trigger-after"
              label={t('policy.triggerAfter')}
              min={1}
              max={9000}
              value={again}
              onChange={triggerAfterMinutes =>
                onChange({ whenQuiet: { ...whenQuiet, triggerAfterMinutes } })
              }
            />
          )}
        </div>
      )}
    </More>
  );
};
