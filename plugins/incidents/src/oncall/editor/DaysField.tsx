import { makeStyles } from '@material-ui/core/styles';
import Button from '@material-ui/core/Button';
import { Weekday, weekdays } from '@muster/backstage-plugin-incidents-common';
import { dayWord } from '../layerWords';

const useStyles = makeStyles({
  days: { display: 'flex', flexWrap: 'wrap', gap: 4 },
  day: { minWidth: 44, padding: '3px 6px' },
});

/** Days of the week, each to be switched on and off. */
export const DaysField = (props: {
  label: string;
  value: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
}) => {
  const { label, value, onChange } = props;
  const classes = useStyles();
  return (
    <div className={classes.days} role="group" aria-label={label}>
      {weekdays.map(day => {
        const on = value.includes(day);
        return (
          <Button
            key={day}
            size="small"
            className={classes.day}
            variant={on ? 'contained' : 'outlined'}
            color={on ? 'primary' : 'default'}
            aria-pressed={on}
            onClick={() =>
              onChange(
                weekdays.filter(one =>
                  one === day ? !on : value.includes(one),
                ),
              )
            }
          >
            {dayWord(day)}
          </Button>
        );
      })}
    </div>
  );
};
