import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode, useId } from 'react';
import { useLayout } from './styles';

const useStyles = makeStyles(theme => ({
  panel: {
    padding: theme.spacing(2, 2.25),
    borderTop: '4px solid transparent',
    minWidth: 0,
    height: '100%',
  },
  head: { marginBottom: theme.spacing(1.5) },
  // Never narrower than its words: what stands beside it wraps first.
  title: { fontSize: '1rem', fontWeight: 700, flex: '1 1 auto' },
}));

/** A titled piece of a page. `accent` colours its upper edge. */
export const Panel = (props: {
  title: string;
  action?: ReactNode;
  accent?: string;
  children: ReactNode;
}) => {
  const classes = useStyles();
  const { row, wrap } = useLayout();
  const id = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={id}
      className={classes.panel}
      style={{ borderTopColor: props.accent }}
    >
      <div className={`${row} ${wrap} ${classes.head}`}>
        <Typography id={id} component="h2" className={classes.title}>
          {props.title}
        </Typography>
        {props.action}
      </div>
      {props.children}
    </Paper>
  );
};
