import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import { ReactNode, useId, useState } from 'react';
import { useLayout } from './styles';

/** What few people need: behind a button, until somebody asks for it. */
export const More = (props: {
  label: string;
  /** Open from the beginning: something in it is set. */
  open?: boolean;
  children: ReactNode;
}) => {
  const { stack } = useLayout();
  const [open, setOpen] = useState(props.open ?? false);
  const id = useId();
  return (
    <div>
      <Button
        size="small"
        style={{ textAlign: 'left' }}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden>{open ? '▾' : '▸'}&nbsp;</span>
        {props.label}
      </Button>
      <div id={id}>
        <Collapse in={open} unmountOnExit>
          <div className={stack} style={{ paddingTop: 8 }}>
            {props.children}
          </div>
        </Collapse>
      </div>
    </div>
  );
};
