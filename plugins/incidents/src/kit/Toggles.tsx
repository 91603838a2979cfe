import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  toggles: { display: 'flex', flexWrap: 'wrap', gap: 4 },
  toggle: { minWidth: 44, padding: '3px 6px' },
});

/** Several of a few options, each to be switched on and off; what is on stays in the options' order. */
export function Toggles<T extends string>(props: {
  label: string;
  options: readonly T[];
  value: readonly T[];
  words?: (option: T) => string;
  onChange: (value: T[]) => void;
}) {
  const { label, options, value, words, onChange } = props;
  const { toggles, toggle } = useStyles();
  return (
    <div className={toggles} role="group" aria-label={label}>
      {options.map(option => {
        const on = value.includes(option);
        return (
          <Button
            key={option}
            size="small"
            className={toggle}
            variant={on ? 'contained' : 'outlined'}
            color={on ? 'primary' : 'default'}
            aria-pressed={on}
            onClick={() =>
              onChange(
                options.filter(one =>
                  one === option ? !on : value.includes(one),
                ),
              )
            }
          >
            {words ? words(option) : option}
          </Button>
        );
      })}
    </div>
  );
}
