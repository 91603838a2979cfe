import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Postmortem } from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { absolute, durationText, SeverityBadge, useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { useLearnedText } from '../../translation';
import { dayText } from './days';
import { StateBadge } from './StateBadge';

/** One postmortem in a list: severity, title, when, how long, how far; below it what the list has to add. */
export const PostmortemLine = (props: {
  postmortem: Postmortem;
  /** Leave out the entity where the page is about it. */
  hideEntity?: boolean;
  children?: ReactNode;
}) => {
  const { postmortem, hideEntity, children } = props;
  const t = useLearnedText();
  const { row, top, wrap, grow, small, mute, titleLink } = useLayout();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const { name, severity, title, entity, occurredAt, durationSeconds } =
    postmortem;
  return (
    <div className={`${row} ${top}`}>
      <SeverityBadge severity={severity} />
      <div className={grow}>
        <div className={`${row} ${wrap}`} style={{ gap: '4px 8px' }}>
          <Link className={titleLink} to={toPostmortem({ name })}>
            {name} {title}
          </Link>
          {postmortem.state !== 'published' && (
            <StateBadge postmortem={postmortem} />
          )}
        </div>
        <div className={`${small} ${mute}`}>
          {!hideEntity && `${entity.name} · `}
          <time dateTime={occurredAt} title={absolute(occurredAt)}>
            {dayText(occurredAt)}
          </time>
          {durationSeconds !== null &&
            ` · ${t('line.lasted', { duration: durationText(durationSeconds * 1000) })}`}
          <FollowUpsProven postmortem={postmortem} />
          {postmortem.restricted && ` · ${t('line.restricted')}`}
        </div>
        {children}
      </div>
    </div>
  );
};

const FollowUpsProven = ({ postmortem }: { postmortem: Postmortem }) => {
  const t = useLearnedText();
  const { open, done, verified } = postmortem.followUps;
  const count = open + done + verified;
  return count === 0 ? null : (
    <>
      {' '}
      · {t('line.proven', { verified: String(verified), all: String(count) })}
    </>
  );
};

/** Who writes a postmortem that is not published, and until when. */
export const StillToWrite = ({ postmortem }: { postmortem: Postmortem }) => {
  const t = useLearnedText();
  const { small, bad, mute } = useLayout();
  const { writer, dueAt, overdue } = postmortem;
  return (
    <div className={small}>
      <span className={writer ? mute : bad}>
        {writer
          ? t('line.writerOpen', { person: writer.name })
          : t('line.noWriter')}
      </span>
      {dueAt && (
        <span className={overdue ? bad : mute}>
          {' · '}
          {t(overdue ? 'line.overdueSince' : 'line.due', {
            day: dayText(dueAt),
          })}
        </span>
      )}
    </div>
  );
};
