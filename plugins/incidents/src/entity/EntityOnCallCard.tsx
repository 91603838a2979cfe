import {
  endpoints,
  OnCallAnswer,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import {
  Ago,
  Answer,
  At,
  Avatar,
  EmptyState,
  EntityLink,
  namesOf,
  Panel,
  Trace,
  useLayout,
} from '../kit';
import { useText } from '../translation';
import { useEntityRef } from './useEntityRef';

/** Who would be paged for this service now, who comes after, and why. @public */
export const EntityOnCallCard = () => (
  <IncidentsRoot name="entity-on-call">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const t = useText();
  const entityRef = useEntityRef();
  const state = useEndpoint(endpoints.escalation.onCall, {
    query: { entityRef },
  });
  return (
    <Panel title={t('onCall.title')}>
      <Answer state={state}>{answer => <OnCall answer={answer} />}</Answer>
    </Panel>
  );
};

/** An on-call answer: the person, the path, the reasons, what is to be mended. */
export const OnCall = ({ answer }: { answer: OnCallAnswer }) => {
  const t = useText();
  const { stack, tight, small, warn } = useLayout();
  return (
    <div className={stack}>
      {answer.onCall.length > 0 ? (
        <NowOnCall answer={answer} />
      ) : (
        <EmptyState title={t('onCall.nobody')}>
          {t('onCall.nobodyRemedy')}
        </EmptyState>
      )}
      <EscalationPath answer={answer} />
      {answer.warnings.length > 0 && (
        <ul
          className={`${tight} ${small} ${warn}`}
          style={{ paddingLeft: 18, margin: 0 }}
        >
          {answer.warnings.map((warning, index) => (
            // Two annotations may be wrong in the same words.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index}>{warning}</li>
          ))}
        </ul>
      )}
      <Trace
        trace={answer.trace}
        footnote={t('trace.catalogAsOf', {
          moment: <Ago at={answer.catalogAsOf} />,
        })}
      >
        {t('onCall.by', { policy: answer.policy.name })}
      </Trace>
    </div>
  );
};

/** Who it is now, until when, and whether a page would wake them. */
const NowOnCall = ({ answer }: { answer: OnCallAnswer }) => {
  const t = useText();
  const { tight, row, small, mute, warn, grow } = useLayout();
  const [first, ...others] = answer.onCall;
  const wakes = answer.onCall.some(({ reachable }) => reachable);
  return (
    <div className={row}>
      <Avatar person={first} size={44} />
      <div className={`${tight} ${grow}`} style={{ gap: 0 }}>
        <b>
          <EntityLink entity={first} />
          {others.length > 0 &&
            ` ${t('onCall.and', { people: namesOf(others) })}`}
        </b>
        <span className={`${small} ${mute}`}>
          {first.until &&
            t('onCall.until', { moment: <At at={first.until} /> })}
          {!first.until &&
            first.via &&
            t('onCall.allOf', { group: first.via.name })}
          {answer.next && (
            <>
              {' '}
              ·{' '}
              {t('onCall.then', {
                person: answer.next.person.name,
                moment: <At at={answer.next.at} />,
              })}
            </>
          )}
        </span>
        {!wakes && (
          <span className={`${small} ${warn}`}>{t('onCall.doesNotWake')}</span>
        )}
      </div>
    </div>
  );
};

/** The steps as avatars: who, after how many minutes. */
export const EscalationPath = ({ answer }: { answer: OnCallAnswer }) => {
  const t = useText();
  const { row, wrap, small, mute, plain } = useLayout();
  return (
    <ol className={`${plain} ${row} ${wrap}`} aria-label={t('onCall.path')}>
      {answer.path.map(({ step, afterMinutes, people }, index) => (
        <li key={step ?? 'catch-all'} className={row} style={{ gap: 6 }}>
          {index > 0 && <span aria-hidden>→</span>}
          {people.slice(0, 3).map(person => (
            <Avatar key={person.ref} person={person} size={22} />
          ))}
          <span className={small} title={namesOf(people)}>
            {namesOf(people.slice(0, 2)) || t('onCall.nobodyHere')}
            {people.length > 2 && ` +${people.length - 2}`}{' '}
            <span className={mute}>
              {afterMinutes === 0
                ? t('onCall.now')
                : t('onCall.after', { minutes: String(afterMinutes) })}
              {step === null && `, ${t('onCall.catchAll')}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
};
