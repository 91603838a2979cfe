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

/** What the wording check found, beside the text: why it matters, and how else it may be said. It never blocks. */
export const Findings = (props: {
  findings: readonly WordingFinding[];
  /** Puts the suggested words in their place. */
  onUse: (finding: WordingFinding) => void;
  /** Goes to the words, for a person to say them anew; left out where they are being written just there. */
  onReword?: (finding: WordingFinding) => void;
  /** Left out for whoever may not change the postmortem. */
  onLeave?: (finding: WordingFinding) => void;
}) => {
  const { findings, onUse, onReword, onLeave } = props;
  const t = usePostmortemsText();
  const { finding: box } = useStyles();
  const { plain, tight, small, mute, row, wrap, breakable } = useLayout();
  if (findings.length === 0) return null;
  return (
    <ul className={`${plain} ${tight}`} aria-label={t('wording.label')}>
      {findings.map(finding => {
        const { start, rule, quote, why, advice, suggestion } = finding;
        return (
          <li
            key={`${start} ${rule}`}
            className={`${box} ${small} ${breakable}`}
          >
            <b>“{quote}”</b> <span className={mute}>{why}</span>
            {advice && <div>{advice}</div>}
            <div className={`${row} ${wrap}`} style={{ gap: 4 }}>
              {suggestion && (
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => onUse(finding)}
                >
                  {t('wording.use', { suggestion })}
                </Button>
              )}
              {onReword && (
                <Button size="small" onClick={() => onReword(finding)}>
                  {t('wording.reword')}
                </Button>
              )}
              {onLeave && (
                <Button size="small" onClick={() => onLeave(finding)}>
                  {t('wording.leave')}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
};
