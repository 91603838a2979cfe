import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useEffect, useId, useRef, useState } from 'react';
import { usePlaysText } from '../../translation';

/**
 * Asks when somebody follows a link of the portal, as long as it is shown. It listens to the links themselves: both of
 * Backstage's frontend systems have a router that cannot block. The browser's own Back is not asked about; what was
 * written is found again (useDraft).
 */
export const LeaveGuard = () => {
  const t = usePlaysText();
  const [link, setLink] = useState<HTMLAnchorElement>();
  const isSure = useRef(false);
  const title = useId();
  useEffect(() => {
    const ask = (event: MouseEvent) => {
      const followed = linkOf(event);
      if (!followed || isSure.current) return;
      event.preventDefault();
      event.stopPropagation();
      setLink(followed);
    };
    // Before the router hears of it, wherever in the portal the link is.
    document.addEventListener('click', ask, true);
    return () => document.removeEventListener('click', ask, true);
  }, []);
  const stay = () => setLink(undefined);
  return (
    <Dialog open={link !== undefined} onClose={stay} aria-labelledby={title}>
      <DialogTitle id={title}>{t('editor.reallyLeave')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{t('editor.leaving')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button
          onClick={() => {
            isSure.current = true;
            link?.click();
            // A link may lead nowhere after all; the next one is asked about.
            isSure.current = false;
            stay();
          }}
        >
          {t('editor.leave')}
        </Button>
        <Button variant="contained" color="primary" onClick={stay}>
          {t('editor.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

/** The link that a click opens in the place of this page; undefined when it opens none, or another tab. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  const isPlain =
    event.button === 0 &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link =
    event.target instanceof Element ? event.target.closest('a') : null;
  return isPlain &&
    link?.href &&
    !link.download &&
    (link.target === '' || link.target === '_self') &&
    link.origin === window.location.origin &&
    link.pathname !== window.location.pathname
    ? link
    : undefined;
}
