import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { WordingFinding } from '@muster/backstage-plugin-incidents-common';
import { meaning, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

const useStyles = makeStyles(theme => ({
  finding: {
    padding: theme.spacing(0.75, 1.25),
    borderLeft: `3px solid ${meaning(theme).warn}`,
  },
}));

/** What the wording check found, beside the text: why it matters, and what could stand there. It never blocks. */
export const Findings = (props: {
  findings: readonly WordingFinding[];
  onUse: (finding: WordingFinding) => void;
  /** Absent while the document cannot be changed. */
  onLeave?: (finding: WordingFinding) => void;
}) => {
  const { findings, onUse, onLeave } = props;
  const t = usePostmortemsText();
  const { finding: box } = useStyles();
  const { plain, tight, small, mute, row, wrap, breakable } = useLayout();
  if (findings.length === 0) return null;
  return (
    <ul className={`${plain} ${tight}`} aria-label={t('wording.label')}>
      {findings.map(finding => (
        <li
          key={`${finding.start} ${finding.rule}`}
          className={`${box} ${small} ${breakable}`}
        >
          <b>“{finding.quote}”</b> <span className={mute}>{finding.why}</span>
          <div className={`${row} ${wrap}`} style={{ gap: 4 }}>
            {finding.suggestion && (
              <Button
                size="small"
                variant="outlined"
                onClick={() => onUse(finding)}
              >
                {t('wording.use', { suggestion: finding.suggestion })}
              </Button>
            )}
            {onLeave && (
              <Button size="small" onClick={() => onLeave(finding)}>
                {t('wording.leave')}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
};
