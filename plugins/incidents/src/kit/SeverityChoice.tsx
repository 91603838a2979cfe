import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import {
  severities,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { useId } from 'react';
import { useText } from '../translation';
import { SeverityBadge } from './SeverityBadge';
import { useLayout } from './styles';

/** All severities with what each means, because nobody knows them by heart at night. */
export const SeverityChoice = (props: {
  label: string;
  value: Severity;
  onChange: (severity: Severity) => void;
}) => {
  const t = useText();
  const { row, small } = useLayout();
  const id = useId();
  return (
    <FormControl component="fieldset">
      <FormLabel component="legend" id={id} className={small}>
        {props.label}
      </FormLabel>
      <RadioGroup
        aria-labelledby={id}
        value={props.value}
        onChange={event => {
          const chosen = severities.find(name => name === event.target.value);
          if (chosen) props.onChange(chosen);
        }}
      >
        {severities.map(severity => (
          <FormControlLabel
            key={severity}
            value={severity}
            control={<Radio size="small" color="primary" />}
            label={
              <span className={row} style={{ gap: 8, lineHeight: 1.3 }}>
                <SeverityBadge severity={severity} />
                <span className={small}>{t(`severity.${severity}`)}</span>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
};
