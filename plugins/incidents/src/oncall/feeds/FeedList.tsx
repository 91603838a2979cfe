import { endpoints, Feed } from '@muster/backstage-plugin-incidents-common';
import { useCommand, useEndpoint } from '../../data';
import { Ago, Answer, CommandError, ConfirmButton, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

/** The viewer's calendar addresses, without their secrets; each can be revoked. */
export const FeedList = () => {
  const t = useOnCallText();
  const { stack, mute } = useLayout();
  const state = useEndpoint(endpoints.oncall.listFeeds, {});
  return (
    <Answer state={state} lines={1}>
      {({ items }) =>
        items.length === 0 ? (
          <span className={mute}>{t('subscribe.none')}</span>
        ) : (
          <div className={stack}>
            {items.map(feed => (
              <Item key={feed.id} feed={feed} />
            ))}
          </div>
        )
      }
    </Answer>
  );
};

const Item = ({ feed }: { feed: Feed }) => {
  const t = useOnCallText();
  const { row, wrap, grow, small, mute, breakable } = useLayout();
  const remove = useCommand(endpoints.oncall.removeFeed, () =>
    t('subscribe.revoked'),
  );
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={`${grow} ${breakable}`}>
          {feed.schedule?.name ?? t('subscribe.mine')}
          <div className={`${small} ${mute}`}>
            {t('subscribe.made', { moment: <Ago at={feed.createdAt} /> })}
            {' · '}
            {feed.lastReadAt
              ? t('subscribe.read', { moment: <Ago at={feed.lastReadAt} /> })
              : t('subscribe.neverRead')}
          </div>
        </div>
        <ConfirmButton
          label={t('subscribe.revoke')}
          question={t('subscribe.reallyRevoke')}
          disabled={remove.pending}
          onConfirm={() => void remove.run({ params: { id: feed.id } })}
        />
      </div>
      <CommandError error={remove.error} />
    </div>
  );
};
