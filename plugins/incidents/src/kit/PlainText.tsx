import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  code: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: 'monospace',
    fontSize: 13,
    margin: 0,
    maxHeight: 320,
    overflow: 'auto',
  },
});

/** Somebody's words as they are: never markup, line breaks kept. */
export const PlainText = ({ text }: { text: string }) => (
  <div className={useStyles().text}>{text}</div>
);

/** A value as JSON text, scrollable by keyboard. */
export const JsonText = (props: { value: unknown; label: string }) => (
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <pre className={useStyles().code} tabIndex={0} aria-label={props.label}>
    {JSON.stringify(props.value, null, 2)}
  </pre>
);
