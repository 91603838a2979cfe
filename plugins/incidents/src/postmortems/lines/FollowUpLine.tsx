import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { FollowUp } from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { Badge, ExternalLink, PlainText, Tone, useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { dateText, dayText } from './days';

const looks: Readonly<
  Record<FollowUp['state'], { tone: Tone; shape: string }>
> = {
  open: { tone: 'plain', shape: '○' },
  done: { tone: 'warn', shape: '◐' },
  verified: { tone: 'ok', shape: '✔' },
};

/** One follow-up: what, who, until when, how far, and what proves that it helps. */
export const FollowUpLine = (props: {
  followUp: FollowUp;
  /** Leave out the postmortem where the page is about it. */
  hidePostmortem?: boolean;
  /** Leave out the state where a heading says it. */
  hideState?: boolean;
  /** What the viewer can do about it. */
  children?: ReactNode;
}) => {
  const { followUp, hidePostmortem, hideState, children } = props;
  const t = usePostmortemsText();
  const { tight, row, wrap, small, mute, bad, link, breakable } = useLayout();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const { owner, overdue, dueOn, state, postmortem, ticket, factor } = followUp;
  return (
    <div className={tight} data-testid={`incidents-${followUp.name}`}>
      <div className={breakable}>
        {!hideState && (
          <>
            <Badge {...looks[state]}>{t(`followUpState.${state}`)}</Badge>{' '}
          </>
        )}
        <b>{followUp.title}</b>
      </div>
      <div className={`${small} ${mute} ${breakable}`}>
        {followUp.name} ·{' '}
        <span className={owner || state !== 'open' ? '' : bad}>
          {owner ? owner.name : t('followUp.nobody')}
        </span>
        {state === 'open' && (
          <>
            {' · '}
            <span className={overdue ? bad : ''}>
              {overdue && <span aria-hidden>▲ </span>}
              {t(overdue ? 'followUp.overdue' : 'followUp.due', {
                day: dateText(dueOn),
              })}
            </span>
          </>
        )}
        {' · '}
        {t('followUp.priorityOf', {
          priority: t(`followUpPriority.${followUp.priority}`),
        })}
        {' · '}
        {t(`followUpKind.${followUp.kind}`)}
        {factor && ` · ${t('followUp.againstOf', { factor: factor.name })}`}
        {ticket && (
          <>
            {' · '}
            <ExternalLink href={ticket.url}>
              {t('followUp.ticket', { key: ticket.key })}
            </ExternalLink>
          </>
        )}
      </div>
      {!hidePostmortem && (
        <div className={`${small} ${mute} ${breakable}`}>
          {followUp.entity.name} ·{' '}
          <Link className={link} to={toPostmortem({ name: postmortem.name })}>
            {postmortem.name} {postmortem.title}
          </Link>
        </div>
      )}
      {followUp.description.trim() !== '' && (
        <details className={small}>
          <summary>{t('followUp.description')}</summary>
          <PlainText text={followUp.description} />
        </details>
      )}
      <Done followUp={followUp} />
      {children && (
        <div className={`${row} ${wrap}`} style={{ gap: 4 }} data-noprint>
          {children}
        </div>
      )}
    </div>
  );
};

/** Who finished it, who verified it, and by what. */
const Done = ({ followUp }: { followUp: FollowUp }) => {
  const t = usePostmortemsText();
  const { small, mute, breakable } = useLayout();
  const { state, doneBy, doneAt, verifiedBy, verifiedAt, proof } = followUp;
  if (state === 'open') return null;
  return (
    <div className={`${small} ${breakable}`}>
      <span className={mute}>
        {state === 'verified' && verifiedBy && verifiedAt
          ? t('followUp.verifiedBy', {
              person: verifiedBy.name,
              day: dayText(verifiedAt),
            })
          : doneBy &&
            doneAt &&
            t('followUp.doneBy', {
              person: doneBy.name,
              day: dayText(doneAt),
            })}
      </span>
      {proof && (
        <div>
          <b>{t(`followUp.proof.${proof.kind}`)}:</b>{' '}
          {proof.url && (
            <ExternalLink href={proof.url}>
              {proof.note || proof.url}
            </ExternalLink>
          )}
          {!proof.url && proof.note}
        </div>
      )}
    </div>
  );
};
