import type { PolicyInput, Step } from './api/escalation';

/** A step with nothing special about it: everybody, by the incident's urgency, at any time. @public */
export const plainStep: Omit<Step, 'targets' | 'delayMinutes'> = {
  urgency: null,
  pick: 'all',
  multiAck: false,
  condition: { hours: [], severities: [], alerts: null },
  whenNobody: 'next',
};

/** What a policy does besides its steps when nobody has said anything. @public */
export const plainPolicy: Pick<PolicyInput, 'repeat' | 'focus' | 'whenQuiet'> =
  {
    repeat: 0,
    focus: true,
    whenQuiet: null,
  };
