import Button from '@material-ui/core/Button';
import {
  endpoints,
  PlayDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { CommandError, ConfirmButton, Panel, useLayout } from '../../kit';
import { CopyBlock } from '../../settings/CurlLine';
import { usePlaysText } from '../../translation';

/** The address of a play's webhook: made here, and shown with its secret this once. */
export const WebhookPanel = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const { stack, warn } = useLayout();
  const [made, setMade] = useState<{ url: string; secret: string }>();
  const make = useCommand(endpoints.plays.makeWebhook, () => undefined);
  const run = async () => setMade(await make.run({ params: { id: play.id } }));
  const mayEdit = play.may.includes('edit');
  return (
    <Panel title={t('webhook.title')}>
      <div className={stack}>
        {made ? (
          <>
            <b className={warn}>{t('webhook.made')}</b>
            <CopyBlock label={t('webhook.address')} text={made.url} />
            <CopyBlock label={t('webhook.secret')} text={made.secret} />
          </>
        ) : (
          <div>{t(play.hasWebhook ? 'webhook.has' : 'webhook.hasNot')}</div>
        )}
        {mayEdit && !made && (
          <div>
            {play.hasWebhook ? (
              <ConfirmButton
                label={t('webhook.again')}
                question={t('webhook.reallyAgain')}
                disabled={make.pending}
                onConfirm={() => void run()}
              />
            ) : (
              <Button
                size="small"
                variant="outlined"
                disabled={make.pending}
                onClick={() => void run()}
              >
                {t('webhook.make')}
              </Button>
            )}
          </div>
        )}
        <CommandError error={make.error} />
      </div>
    </Panel>
  );
};
