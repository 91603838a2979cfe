import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useId } from 'react';
import { useLayout } from '../kit';
import { useSettingsText } from '../translation';
import { CopyBlock, curlLine } from './CurlLine';

/** The only sight of a new key. It goes away by its button alone: a slip beside it must not lose the key. */
export const IntegrationMade = (props: {
  made: { readonly key: string; readonly url: string };
  onDone: () => void;
}) => {
  const { key, url } = props.made;
  const t = useSettingsText();
  const { stack, strong, breakable } = useLayout();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const id = useId();
  return (
    <Dialog
      open
      fullScreen={narrow}
      fullWidth
      maxWidth="sm"
      aria-labelledby={id}
    >
      <div data-testid="incidents-integration-made">
        <DialogTitle id={id}>{t('madeIntegration.title')}</DialogTitle>
        <DialogContent className={stack}>
          <CopyBlock label={t('madeIntegration.key')} text={key} />
          <span className={`${strong} ${breakable}`}>
            {t('madeIntegration.point', { url })}
          </span>
          <CopyBlock
            label={t('madeIntegration.line')}
            text={curlLine(url, key)}
          />
        </DialogContent>
        <DialogActions>
          <Button color="primary" variant="contained" onClick={props.onDone}>
            {t('madeIntegration.done')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};
