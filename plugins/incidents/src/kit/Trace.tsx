import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import { TraceHop } from '@muster/backstage-plugin-incidents-common';
import { ReactNode, useId, useState } from 'react';
import { useText } from '../translation';
import { useLayout } from './styles';

/** How an answer was found, hop by hop; hidden until somebody asks why. */
export const Trace = (props: {
  /** The answer in short, beside the button. */
  children?: ReactNode;
  trace: readonly TraceHop[];
  /** Shown below the hops. */
  footnote?: ReactNode;
}) => {
  const t = useText();
  const { small, mute, tight, breakable } = useLayout();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={`${small} ${breakable}`}>
      <span className={mute}>{props.children} </span>
      <Button
        size="small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t(open ? 'trace.hide' : 'trace.show')}
      </Button>
      <Collapse in={open}>
        <ol id={id} className={tight} style={{ paddingLeft: 18, margin: 0 }}>
          {props.trace.map((hop, index) => (
            <li key={index}>
              {hop.hit ? (
                <b>{hop.text}</b>
              ) : (
                <span className={mute}>{hop.text}</span>
              )}
            </li>
          ))}
        </ol>
        {props.footnote && <p className={mute}>{props.footnote}</p>}
      </Collapse>
    </div>
  );
};
