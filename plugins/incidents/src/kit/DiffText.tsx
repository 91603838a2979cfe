import { makeStyles } from '@material-ui/core/styles';
import { meaning } from './styles';

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
  added: { color: meaning(theme).ok },
  taken: { color: meaning(theme).bad },
}));

/** Lines that begin with `+`, `-` or a space. */
export const DiffText = (props: {
  lines: readonly string[];
  label: string;
}) => {
  const { diff, added, taken } = useStyles();
  const classOf = (line: string): string | undefined => {
    if (line.startsWith('+')) return added;
    return line.startsWith('-') ? taken : undefined;
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard
    <pre className={diff} aria-label={props.label} tabIndex={0}>
      {props.lines.map((line, index) => (
        // A line may be there twice.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={classOf(line)}>
          {line || ' '}
        </div>
      ))}
    </pre>
  );
};
