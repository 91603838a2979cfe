import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';

const useStyles = makeStyles(theme => ({
  chosen: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: 30,
    maxWidth: '100%',
    padding: theme.spacing(0, 1.25),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: 15,
    fontSize: '0.8125rem',
    overflowWrap: 'anywhere',
  },
  remove: { marginRight: theme.spacing(-1) },
}));

/** Something that was chosen, with a button that takes it out again. */
export const Chosen = (props: {
  label: string;
  /** What the button does: `Unbind checkout`. Without it there is no button. */
  removeLabel?: string;
  disabled?: boolean;
  /** Told whether a key did it: then its button is gone, and the next key needs another place to go to. */
  onRemove?: (byKey: boolean) => void;
}) => {
  const { chosen, remove } = useStyles();
  return (
    <span className={chosen}>
      {props.label}
      {props.removeLabel && (
        <IconButton
          size="small"
          className={remove}
          aria-label={props.removeLabel}
          disabled={props.disabled}
          // No press of a mouse or a finger is counted for a key.
          onClick={({ detail }) => props.onRemove?.(detail === 0)}
        >
          <CloseIcon style={{ fontSize: 16 }} />
        </IconButton>
      )}
    </span>
  );
};
