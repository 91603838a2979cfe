import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { ReactNode, useId } from 'react';
import { useText } from '../translation';
import { CommandError } from './states';
import { useLayout } from './styles';

const useStyles = makeStyles(theme => ({
  said: {
    flex: 'none',
    maxHeight: '40%',
    overflowY: 'auto',
    padding: theme.spacing(1, 3, 0),
  },
}));

/** A form in a dialog: Enter submits, Escape leaves, the server's objection is shown above the buttons. */
export const FormDialog = (props: {
  /** Found in tests as `incidents-<name>`. */
  name: string;
  title: string;
  /** What the button does: `Resolve`. */
  verb: string;
  pending: boolean;
  disabled?: boolean;
  error: Error | undefined;
  /** Said beside the error. */
  notice?: ReactNode;
  /** `sm` unless something is drawn beside the fields. */
  maxWidth?: 'sm' | 'lg';
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) => {
  const t = useText();
  const { stack, tight } = useLayout();
  const { said } = useStyles();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const id = useId();
  return (
    <Dialog
      open
      onClose={props.onClose}
      fullScreen={narrow}
      fullWidth
      maxWidth={props.maxWidth ?? 'sm'}
      aria-labelledby={id}
      TransitionProps={{ onEntered: focusFirstField }}
    >
      <form
        data-testid={`incidents-${props.name}`}
        // The fields are scrolled, and the buttons stay in sight.
        style={{
          display: 'flex',
          flexDirection: 'column',
          flex: '1 1 auto',
          minHeight: 0,
        }}
        onSubmit={event => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <DialogTitle id={id}>{props.title}</DialogTitle>
        <DialogContent className={stack}>{props.children}</DialogContent>
        {(props.error || props.notice) && (
          // Not among the fields, where it could be out of sight.
          <div className={`${tight} ${said}`}>
            <CommandError error={props.error} />
            {props.notice}
          </div>
        )}
        <DialogActions>
          <Button onClick={props.onClose}>{t('dialog.cancel')}</Button>
          <Button
            type="submit"
            color="primary"
            variant="contained"
            disabled={props.disabled || props.pending}
          >
            {props.verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

/** Whoever opened the form wants to type; who was quicker than the dialog's entrance is left where they are. */
const focusFirstField = (dialog: HTMLElement): void => {
  if (dialog.querySelector('input:focus, textarea:focus, select:focus')) return;
  dialog.querySelector<HTMLElement>('input, textarea, select')?.focus();
};
