import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useId } from 'react';
import { EndpointState } from '../../data';
import { Answer, Avatar, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

type Suggestions = CallOutput<typeof endpoints.oncall.suggestCover>;

/** Who could be asked, fewest hours first; whoever is away or on call comes last, with why. */
export const WhoField = (props: {
  state: EndpointState<Suggestions>;
  items: Suggestions['items'] | undefined;
  value: string | undefined;
  onChange: (ref: string) => void;
}) => {
  const { state, items = [], value, onChange } = props;
  const t = useOnCallText();
  const { row, small, mute, warn } = useLayout();
  const id = useId();
  return (
    <FormControl component="fieldset">
      <FormLabel component="legend" id={id} className={small}>
        {t('cover.who')}
      </FormLabel>
      <Answer state={state} lines={2}>
        {() =>
          items.length === 0 ? (
            <span className={warn}>{t('cover.nobody')}</span>
          ) : (
            <RadioGroup
              aria-labelledby={id}
              value={value ?? ''}
              onChange={event => onChange(event.target.value)}
            >
              {items.map(({ person, hours, weekendHours, obstacle }) => (
                <FormControlLabel
                  key={person.ref}
                  value={person.ref}
                  control={<Radio size="small" color="primary" />}
                  label={
                    <span className={row} style={{ gap: 8, lineHeight: 1.3 }}>
                      <Avatar person={person} size={22} />
                      <span>
                        {person.name}{' '}
                        <span className={`${small} ${obstacle ? warn : mute}`}>
                          {obstacle ??
                            t('cover.hours', {
                              hours: String(Math.round(hours)),
                              weekend: String(Math.round(weekendHours)),
                            })}
                        </span>
                      </span>
                    </span>
                  }
                />
              ))}
            </RadioGroup>
          )
        }
      </Answer>
    </FormControl>
  );
};
