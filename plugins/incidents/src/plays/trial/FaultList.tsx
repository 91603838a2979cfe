import Button from '@material-ui/core/Button';
import { PlayFault } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

/** Faults of a play's text, each with line and column; a press goes there. */
export const FaultList = (props: {
  faults: readonly PlayFault[];
  onGoTo?: (fault: PlayFault) => void;
}) => {
  const { faults, onGoTo } = props;
  const t = usePlaysText();
  const { tight, plain, small, bad, breakable } = useLayout();
  return (
    <ul className={`${plain} ${tight} ${small} ${breakable}`}>
      {faults.map(fault => {
        const { line, column, path, message } = fault;
        const place = t('faults.at', {
          line: String(line),
          column: String(column),
        });
        return (
          <li key={`${line} ${column} ${path} ${message}`}>
            {onGoTo ? (
              <Button size="small" onClick={() => onGoTo(fault)}>
                {place}
              </Button>
            ) : (
              place
            )}{' '}
            {path && <b>{path} </b>}
            <span className={bad}>{message}</span>
          </li>
        );
      })}
    </ul>
  );
};
