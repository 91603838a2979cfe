import {
  endpoints,
  IncidentDetail,
  PageReason,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useEndpoint } from '../data';
import { Answer, At, Avatar, EntityPicker, More, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** Why a person was paged for an incident, or why not: whoever is asked about. */
export const WhyNot = ({ incident }: { incident: IncidentDetail }) => {
  const t = useEscalationText();
  const [personRef, setPersonRef] = useState('');
  return (
    <More label={t('why.title')}>
      <EntityPicker
        id="why-person"
        label={t('why.who')}
        kinds={['User']}
        value={personRef}
        onChange={setPersonRef}
      />
      {personRef && <Reasons name={incident.name} personRef={personRef} />}
    </More>
  );
};

const Reasons = (props: { name: string; personRef: string }) => {
  const { name, personRef } = props;
  const state = useEndpoint(
    endpoints.paging.why,
    { params: { id: name }, query: { personRef } },
    { every: 10 },
  );
  return <Answer state={state}>{reason => <Reason reason={reason} />}</Answer>;
};

const Reason = ({ reason }: { reason: PageReason }) => {
  const t = useEscalationText();
  const { row, top, tight, ok, warn, small, mute, plain, breakable } =
    useLayout();
  const { person, paged, answers } = reason;
  return (
    <div className={`${row} ${top}`} role="status">
      <Avatar person={person} />
      <div className={`${tight} ${breakable}`}>
        <b className={paged ? ok : warn}>
          {t(paged ? 'why.paged' : 'why.notPaged', { person: person.name })}
        </b>
        <ol className={`${plain} ${tight}`}>
          {answers.map((answer, index) => (
            // Two answers may be given by the same rule, at the same time.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index}>
              <span aria-hidden className={answer.paged ? ok : mute}>
                {answer.paged ? '✔' : '✘'}{' '}
              </span>
              <span className={`${small} ${mute}`}>
                <At at={answer.at} />
              </span>{' '}
              {answer.text}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
};
