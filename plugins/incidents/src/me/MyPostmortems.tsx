import {
  endpoints,
  openStates,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useEndpoint } from '../data';
import { Answer, EmptyState, Panel, useLayout } from '../kit';
import { FollowUpActions } from '../postmortems/board/FollowUpActions';
import {
  FollowUpLine,
  PostmortemLine,
  StillToWrite,
} from '../postmortems/lines';
import { usePostmortemsText } from '../translation';

/** What of learning is mine: to write, to review, to do. */
export const MyPostmortems = () => {
  const t = usePostmortemsText();
  const { stack } = useLayout();
  const me = useEndpoint(endpoints.portal.me, {});
  const mine = me.value?.person.ref;
  const options = { enabled: mine !== undefined };
  const unwritten = useEndpoint(
    endpoints.postmortems.list,
    { query: { personRef: mine, state: openStates.join(',') } },
    options,
  );
  const followUps = useEndpoint(
    endpoints.postmortems.followUps,
    { query: { ownerRef: mine, state: 'open,done' } },
    options,
  );
  return (
    <Panel title={t('mine.title')}>
      <div className={stack}>
        <Answer state={unwritten} lines={1}>
          {({ items }) => (
            <>
              <Group title={t('mine.toWrite')}>
                {items.filter(({ writer }) => writer?.ref === mine).map(toLine)}
              </Group>
              <Group title={t('mine.toReview')}>
                {items.filter(({ writer }) => writer?.ref !== mine).map(toLine)}
              </Group>
            </>
          )}
        </Answer>
        <Answer state={followUps} lines={1}>
          {({ items }) => (
            <Group title={t('mine.toDo')}>
              {items.map(followUp => (
                <FollowUpLine key={followUp.id} followUp={followUp}>
                  <FollowUpActions followUp={followUp} />
                </FollowUpLine>
              ))}
            </Group>
          )}
        </Answer>
        {unwritten.value?.items.length === 0 &&
          followUps.value?.items.length === 0 && (
            <EmptyState title={t('mine.none')}>{t('mine.noneWhy')}</EmptyState>
          )}
      </div>
    </Panel>
  );
};

const toLine = (postmortem: Postmortem) => (
  <PostmortemLine key={postmortem.id} postmortem={postmortem}>
    <StillToWrite postmortem={postmortem} />
  </PostmortemLine>
);

/** Lines under a heading; nothing without lines. */
const Group = (props: { title: string; children: readonly ReactNode[] }) => {
  const { stack, small } = useLayout();
  return props.children.length === 0 ? null : (
    <div className={stack} style={{ gap: 12 }}>
      <b className={small}>{props.title}</b>
      {props.children}
    </div>
  );
};
