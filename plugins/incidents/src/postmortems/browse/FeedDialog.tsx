import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { Ago, Answer, CommandError, ConfirmButton, useLayout } from '../../kit';
import { CopyBlock } from '../../settings/CurlLine';
import { usePostmortemsText } from '../../translation';
import { feedAddress } from './feedAddress';

/** The viewer's Atom feed: its address is shown once, and can be ended. */
export const FeedDialog = (props: {
  /** What the list is narrowed to; the address is, too. */
  teamRef?: string;
  entityRef?: string;
  onClose: () => void;
}) => {
  const { teamRef, entityRef, onClose } = props;
  const t = usePostmortemsText();
  const { stack, mute, small, strong, row, wrap } = useLayout();
  const id = useId();
  const [url, setUrl] = useState<string>();
  const state = useEndpoint(endpoints.postmortems.feed, {});
  const make = useCommand(endpoints.postmortems.makeFeed, () => undefined);
  const end = useCommand(endpoints.postmortems.endFeed, () => t('feed.ended'));
  return (
    // A slip beside it must not lose an address that is shown once.
    <Dialog
      open
      onClose={url ? undefined : onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby={id}
    >
      <div data-testid="incidents-postmortem-feed">
        <DialogTitle id={id}>{t('feed.title')}</DialogTitle>
        <DialogContent className={stack}>
          <div>{t('feed.explained')}</div>
          {url ? (
            <div className={stack} role="status">
              <span className={strong}>{t('feed.once')}</span>
              <CopyBlock
                label={t('feed.address')}
                text={feedAddress(url, { teamRef, entityRef })}
              />
              <span className={`${mute} ${small}`}>
                {teamRef || entityRef ? t('feed.narrow') : t('feed.how')}
              </span>
            </div>
          ) : (
            <Answer state={state} lines={1}>
              {({ madeAt }) => (
                <div className={stack}>
                  <span className={mute}>
                    {madeAt
                      ? t('feed.madeAt', { moment: <Ago at={madeAt} /> })
                      : t('feed.none')}
                  </span>
                  <div className={`${row} ${wrap}`}>
                    <Button
                      size="small"
                      variant="contained"
                      color="primary"
                      disabled={make.pending}
                      onClick={async () => setUrl((await make.run({}))?.url)}
                    >
                      {madeAt ? t('feed.makeAnew') : t('feed.make')}
                    </Button>
                    {madeAt && (
                      <ConfirmButton
                        label={t('feed.end')}
                        question={t('feed.reallyEnd')}
                        disabled={end.pending}
                        onConfirm={() => void end.run({})}
                      />
                    )}
                  </div>
                </div>
              )}
            </Answer>
          )}
          <CommandError error={make.error ?? end.error} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('feed.close')}</Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};
