import { EscalationReaction } from '../incidents/ports';

/** An escalation that does nothing, for tests of other rooms: `{ ...noReaction, opened: … }`. */
export const noReaction: EscalationReaction = {
  opened: async () => {},
  acknowledged: async () => {},
  acknowledgedToo: async () => undefined,
  resolved: async () => {},
  reassigned: async () => {},
  whyNotEscalate: async () => undefined,
  escalateNow: async () => '',
  urgencyRaised: async () => {},
  snoozed: async () => {},
  confirmed: async () => false,
  pagedDirectly: async () => {},
  reattached: async () => false,
  alertsArrived: async () => {},
  held: async () => {},
  released: async () => {},
};
