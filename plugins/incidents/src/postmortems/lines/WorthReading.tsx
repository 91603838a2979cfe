import { Postmortem } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { useLearnedText } from '../../translation';

/** Why newcomers should read a postmortem; nothing of one that is not on the reading list. */
export const WorthReading = (props: {
  postmortem: Pick<Postmortem, 'worthReading'>;
}) => {
  const { worthReading } = props.postmortem;
  const t = useLearnedText();
  const { small, breakable } = useLayout();
  if (!worthReading) return null;
  return (
    <div className={`${small} ${breakable}`}>
      <span aria-hidden>★ </span>
      <b>{t('line.worthReading')}:</b> {worthReading.why}
    </div>
  );
};
