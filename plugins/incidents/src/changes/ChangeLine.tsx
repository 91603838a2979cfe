import { ChangeEvent } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { Ago, At, durationText, ExternalLink, useLayout } from '../kit';
import { useText } from '../translation';

/** One change: what, when, and how long before the incident. */
export const ChangeLine = (props: { change: ChangeEvent; before?: string }) => {
  const { change, before } = props;
  const t = useText();
  const { row, top, grow, small, mute, breakable } = useLayout();
  const lead =
    before === undefined
      ? undefined
      : DateTime.fromISO(before).diff(DateTime.fromISO(change.at)).toMillis();
  return (
    <div className={`${row} ${top}`} style={{ marginBottom: 12 }}>
      <div className={`${grow} ${breakable}`}>
        {change.summary}
        <div className={`${small} ${mute}`}>
          {lead !== undefined && lead >= 0 ? (
            t('changes.before', { duration: durationText(lead) })
          ) : (
            <Ago at={change.at} />
          )}
          {change.source && ` · ${change.source}`}
          {change.links.map(({ href, text }, index) => (
            // A sender may name the same link twice.
            // eslint-disable-next-line react/no-array-index-key
            <span key={index}>
              {' · '}
              <ExternalLink href={href}>{text || href}</ExternalLink>
            </span>
          ))}
        </div>
      </div>
      <span className={small}>
        <At at={change.at} />
      </span>
    </div>
  );
};
