import Button from '@material-ui/core/Button';
import { CommandError, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** The end of a small form in the document: what it does, a way out, and why it could not be done. */
export const FormEnd = (props: {
  verb: string;
  disabled: boolean;
  error?: Error;
  onClose: () => void;
}) => {
  const t = usePostmortemsText();
  const { row } = useLayout();
  return (
    <>
      <div className={row}>
        <Button
          type="submit"
          size="small"
          variant="outlined"
          disabled={props.disabled}
        >
          {props.verb}
        </Button>
        <Button size="small" onClick={props.onClose}>
          {t('write.cancel')}
        </Button>
      </div>
      <CommandError error={props.error} />
    </>
  );
};
