import { useOnCallText } from '../../translation';
import { useLayout } from '../../kit';
import { CopyBlock } from '../../settings/CurlLine';

/** The only sight of a new calendar address. */
export const FeedAddress = ({ url }: { url: string }) => {
  const t = useOnCallText();
  const { tight, strong, mute, small } = useLayout();
  return (
    <div className={tight} role="status">
      <span className={strong}>{t('subscribe.once')}</span>
      <CopyBlock label={t('subscribe.address')} text={url} />
      <span className={`${mute} ${small}`}>{t('subscribe.how')}</span>
    </div>
  );
};
