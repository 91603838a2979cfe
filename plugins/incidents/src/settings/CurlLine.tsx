import { CopyTextButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useLayout } from '../kit';
import { useSettingsText } from '../translation';

const useStyles = makeStyles(theme => ({
  code: {
    margin: 0,
    padding: theme.spacing(1.5),
    background: theme.palette.background.default,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: 'monospace',
    fontSize: 13,
    flex: 1,
    minWidth: 0,
  },
}));

/** The line that sends an alert with this key. */
export const curlLine = (url: string, key: string): string =>
  `curl -H 'Content-Type: application/json' ${url} -d '${JSON.stringify({
    routing_key: key,
    event_action: 'trigger',
    dedup_key: 'my-first',
    payload: {
      summary: 'Something is broken',
      source: 'me',
      severity: 'critical',
    },
  })}'`;

/** Text to be pasted, with a button that copies it. */
export const CopyBlock = (props: { text: string; label: string }) => {
  const t = useSettingsText();
  const { row, top } = useLayout();
  const { code } = useStyles();
  return (
    <div className={`${row} ${top}`}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={code} aria-label={props.label} tabIndex={0}>
        {props.text}
      </pre>
      <CopyTextButton
        text={props.text}
        aria-label={t('madeIntegration.copy', { what: props.label })}
      />
    </div>
  );
};
