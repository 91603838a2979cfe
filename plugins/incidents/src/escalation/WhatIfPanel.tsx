import Button from '@material-ui/core/Button';
import {
  endpoints,
  Foreseen,
  severities,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useEndpoint } from '../data';
import { Answer, Choice, EmptyState, Panel, useLayout, useNow } from '../kit';
import { MomentField } from '../oncall/MomentField';
import { ownZone } from '../oncall/times';
import { useEscalationText } from '../translation';
import { Move } from './Move';

/** What would happen to an incident of an entity that nobody answers, for any instant and severity. */
export const WhatIfPanel = ({ entityRef }: { entityRef: string }) => {
  const t = useEscalationText();
  const { stack, row, wrap } = useLayout();
  const now = useNow(30);
  const [severity, setSeverity] = useState<Severity>('SEV2');
  const [at, setAt] = useState<string | null>(null);
  const state = useEndpoint(
    endpoints.escalation.whatIf,
    { query: { entityRef, severity, at: at ?? undefined } },
    { every: 60 },
  );
  return (
    <Panel title={t('whatIf.title')}>
      <div className={stack}>
        <div className={`${row} ${wrap}`}>
          <MomentField
            id="what-if-at"
            label={t('whatIf.at')}
            zone={ownZone()}
            value={at ?? now.toJSDate().toISOString()}
            onChange={setAt}
          />
          <Choice
            id="what-if-severity"
            label={t('whatIf.severity')}
            value={severity}
            options={severities}
            onChange={setSeverity}
          />
          {at !== null && (
            <Button size="small" onClick={() => setAt(null)}>
              {t('whatIf.now')}
            </Button>
          )}
        </div>
        <Answer state={state}>
          {foreseen => <Sequence foreseen={foreseen} />}
        </Answer>
      </div>
    </Panel>
  );
};

/** So many moves are shown before somebody asks for more: a policy may be run ten times. */
const movesAtFirst = 8;

const Sequence = ({ foreseen }: { foreseen: Foreseen }) => {
  const t = useEscalationText();
  const { stack, plain, small, mute, warn, tight } = useLayout();
  const [all, setAll] = useState(false);
  const { moves, urgency, policy, warnings } = foreseen;
  const shown = all ? moves : moves.slice(0, movesAtFirst);
  if (moves.length === 0) {
    return (
      <EmptyState title={t('whatIf.silent')}>
        {t('whatIf.silentWhy')}
      </EmptyState>
    );
  }
  return (
    <div className={stack}>
      <span className={`${small} ${mute}`}>
        {t('whatIf.by', {
          urgency: t(`whatIf.${urgency}`),
          policy: policy.name,
        })}
      </span>
      <ol className={plain} aria-label={t('whatIf.sequence')}>
        {shown.map((move, index) => (
          <Move
            // Moves have no identity but their place.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            move={move}
            isLast={index === moves.length - 1}
          />
        ))}
      </ol>
      {shown.length < moves.length && (
        <div>
          <Button size="small" onClick={() => setAll(true)}>
            {t('whatIf.more', { count: moves.length - shown.length })}
          </Button>
        </div>
      )}
      {warnings.length > 0 && (
        <div className={`${tight} ${small} ${warn}`}>
          {warnings.map((warning, index) => (
            // Two annotations may be wrong in the same words.
            // eslint-disable-next-line react/no-array-index-key
            <span key={index}>! {warning}</span>
          ))}
        </div>
      )}
    </div>
  );
};
