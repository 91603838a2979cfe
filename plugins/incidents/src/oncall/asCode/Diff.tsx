import { makeStyles } from '@material-ui/core/styles';
import { meaning } from '../../kit';
import { useOnCallText } from '../../translation';

const useStyles = makeStyles(theme => ({
  diff: {
    margin: 0,
    padding: theme.spacing(1),
    maxHeight: 320,
    overflow: 'auto',
    background: theme.palette.background.default,
    fontFamily: 'monospace',
    fontSize: 13,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '+': { color: meaning(theme).ok },
  '-': { color: meaning(theme).bad },
  ' ': {},
}));

/** Lines that begin with `+`, `-` or a space. */
export const Diff = ({ lines }: { lines: readonly string[] }) => {
  const classes = useStyles();
  return (
    <pre
      className={classes.diff}
      aria-label={useOnCallText()('asCode.diff')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard
      tabIndex={0}
    >
      {lines.map((line, index) => (
        // A line may be there twice.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={lineClass(classes, line)}>
          {line || ' '}
        </div>
      ))}
    </pre>
  );
};

const lineClass = (
  classes: ReturnType<typeof useStyles>,
  line: string,
): string => {
  if (line.startsWith('+')) return classes['+'];
  return line.startsWith('-') ? classes['-'] : classes[' '];
};
