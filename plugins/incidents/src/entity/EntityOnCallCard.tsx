import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import {
  contract,
  OnCallAnswer,
} from '@muster/backstage-plugin-incidents-common';
import { Fragment, useId, useState } from 'react';
import { IncidentsRoot, useEndpoint } from '../data';
import {
  Answer,
  At,
  Avatar,
  EmptyState,
  EntityLink,
  namesOf,
  Panel,
  useLayout,
} from '../kit';
import { useEntityRef } from './useEntityRef';

/** Who would be paged for this service now, who comes after, and why. @public */
export const EntityOnCallCard = () => (
  <IncidentsRoot name="entity-on-call">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const entityRef = useEntityRef();
  const state = useEndpoint(contract.escalation.onCall, {
    query: { entityRef },
  });
  return (
    <Panel title="On call">
      <Answer state={state}>{answer => <OnCall answer={answer} />}</Answer>
    </Panel>
  );
};

/** An on-call answer: the person, the path, the reasons, what is to be mended. */
export const OnCall = ({ answer }: { answer: OnCallAnswer }) => {
  const { stack, tight, row, small, mute, warn, grow } = useLayout();
  const [first, ...others] = answer.onCall;
  const wakes = answer.onCall.some(({ reachable }) => reachable);
  return (
    <div className={stack}>
      {first ? (
        <div className={row}>
          <Avatar person={first} size={44} />
          <div className={`${tight} ${grow}`} style={{ gap: 0 }}>
            <b>
              <EntityLink entity={first} />
              {others.length > 0 && ` and ${namesOf(others)}`}
            </b>
            <span className={`${small} ${mute}`}>
              {first.until ? (
                <>
                  until <At at={first.until} />
                </>
              ) : (
                first.via && `all of ${first.via.name} are paged`
              )}
              {answer.next && (
                <>
                  {' '}
                  · then {answer.next.person.name}, <At at={answer.next.at} />
                </>
              )}
            </span>
            {!wakes && (
              <span className={`${small} ${warn}`}>
                Only by mail and in the portal: that would not wake anybody.
              </span>
            )}
          </div>
        </div>
      ) : (
        <EmptyState title="Nobody would be paged">
          Bind a policy, give the service an owner with people in it, or set a
          catch-all.
        </EmptyState>
      )}
      <EscalationPath answer={answer} />
      {answer.warnings.length > 0 && (
        <ul
          className={`${tight} ${small} ${warn}`}
          style={{ paddingLeft: 18, margin: 0 }}
        >
          {answer.warnings.map(warning => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Why answer={answer} />
    </div>
  );
};

/** The steps as avatars: who, after how many minutes. */
export const EscalationPath = ({ answer }: { answer: OnCallAnswer }) => {
  const { row, wrap, small, mute, plain } = useLayout();
  return (
    <ol className={`${plain} ${row} ${wrap}`} aria-label="Escalation path">
      {answer.path.map(({ step, afterMinutes, people }, index) => (
        <Fragment key={step ?? 'catch-all'}>
          <li className={row} style={{ gap: 6 }}>
            {index > 0 && <span aria-hidden>→</span>}
            {people.slice(0, 3).map(person => (
              <Avatar key={person.ref} person={person} size={22} />
            ))}
            <span className={small} title={namesOf(people)}>
              {namesOf(people.slice(0, 2)) || 'nobody'}
              {people.length > 2 && ` +${people.length - 2}`}{' '}
              <span className={mute}>
                {afterMinutes === 0 ? 'now' : `after ${afterMinutes} min`}
                {step === null && ', the catch-all'}
              </span>
            </span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
};

const Why = ({ answer }: { answer: OnCallAnswer }) => {
  const { small, mute, tight } = useLayout();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={small}>
      <span className={mute}>By {answer.policy.name}. </span>
      <Button
        size="small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide why' : 'Why?'}
      </Button>
      <div id={id}>
        <Collapse in={open} unmountOnExit>
          <ol className={tight} style={{ paddingLeft: 18, margin: 0 }}>
            {answer.trace.map(hop => (
              <li key={hop.text}>
                {hop.hit ? (
                  <b>{hop.text}</b>
                ) : (
                  <span className={mute}>{hop.text}</span>
                )}
              </li>
            ))}
          </ol>
          <p className={mute}>
            Catalog as of <At at={answer.catalogAsOf} />
          </p>
        </Collapse>
      </div>
    </div>
  );
};
