import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { Panel } from '../kit';
import { FeedList } from '../oncall/feeds/FeedList';
import { SubscribeDialog } from '../oncall/feeds/SubscribeDialog';
import { useOnCallText } from '../translation';

/** The calendars that read my shifts or a schedule's by an address of mine. */
export const MyFeeds = () => {
  const t = useOnCallText();
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title={t('mine.feeds')}
      action={
        <Button size="small" variant="outlined" onClick={() => setAdding(true)}>
          {t('subscribe.open')}
        </Button>
      }
    >
      <FeedList />
      {adding && <SubscribeDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};
