import Button from '@material-ui/core/Button';
import { CoverageHole } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useLayout } from '../kit';
import { lengthWords, ownZone, spanWords } from '../oncall/times';
import { useEscalationText } from '../translation';

/** So many holes are shown before somebody asks for more. */
const holesAtFirst = 5;

/** Spans of a proof, each with its reason. Those that stand on the catch-all alone are folded away. */
export const Spans = (props: {
  kind: 'hole' | 'thin';
  spans: readonly CoverageHole[];
}) => {
  const { kind, spans } = props;
  const t = useEscalationText();
  const { tight, plain } = useLayout();
  const [all, setAll] = useState(false);
  if (spans.length === 0) return null;
  const shown = all
    ? spans
    : spans.slice(0, kind === 'hole' ? holesAtFirst : 0);
  return (
    <div className={tight}>
      {shown.length > 0 && (
        <ul className={`${plain} ${tight}`}>
          {shown.map(span => (
            <Span key={span.start} kind={kind} span={span} />
          ))}
        </ul>
      )}
      {shown.length < spans.length && (
        <div>
          <Button size="small" onClick={() => setAll(true)}>
            {t(kind === 'hole' ? 'coverage.all' : 'coverage.thinAll', {
              count: spans.length,
            })}
          </Button>
        </div>
      )}
    </div>
  );
};

const Span = (props: { kind: 'hole' | 'thin'; span: CoverageHole }) => {
  const { start, end, reason } = props.span;
  const t = useEscalationText();
  const { bad, warn, small, mute, breakable } = useLayout();
  return (
    <li className={breakable}>
      <b className={props.kind === 'hole' ? bad : warn}>
        <span aria-hidden>{props.kind === 'hole' ? '⚠ ' : '! '}</span>
        {t(`coverage.${props.kind}Line`, {
          span: spanWords(start, end, ownZone()),
          length: lengthWords(start, end),
        })}
      </b>{' '}
      <span className={`${small} ${mute}`}>{reason}</span>
    </li>
  );
};
