import { Postmortem } from '@muster/backstage-plugin-incidents-common';
import { Panel, useLayout } from '../../kit';
import { useLearnedText } from '../../translation';
import { PostmortemLine, WorthReading } from '../lines';
import { ReplayPostmortem } from './ReplayPostmortem';

/** What of an entity is on the reading list, each with its replay; nothing when none is. */
export const ForNewcomers = (props: { postmortems: readonly Postmortem[] }) => {
  const t = useLearnedText();
  const { stack, plain } = useLayout();
  if (props.postmortems.length === 0) return null;
  return (
    <Panel title={t('entityTab.forNewcomers')}>
      <ul className={`${plain} ${stack}`}>
        {props.postmortems.map(postmortem => (
          <li key={postmortem.id}>
            <PostmortemLine postmortem={postmortem} hideEntity>
              <WorthReading postmortem={postmortem} />
              {postmortem.incident && (
                <ReplayPostmortem name={postmortem.name} />
              )}
            </PostmortemLine>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
