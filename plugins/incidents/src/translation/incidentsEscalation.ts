import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { channelMessages } from './channels';
import { contactMessages } from './contacts';
import { policyMessages } from './policies';
import { proofMessages } from './proof';
import { responseMessages } from './response';
import { upkeepMessages } from './upkeep';

/**
 * The words of escalation and paging, in English; portals translate them by `incidents-escalation`. Apart
 * from the others, so that the cards of an entity's page do not load them.
 *
 * @alpha
 */
export const incidentsEscalationTranslationRef = createTranslationRef({
  id: 'incidents-escalation',
  messages: {
    ...policyMessages,
    ...proofMessages,
    ...contactMessages,
    ...responseMessages,
    ...channelMessages,
    ...upkeepMessages,
  },
});

/** Says a message about escalation and paging in the viewer's language. */
export type EscalationText = TranslationFunction<
  typeof incidentsEscalationTranslationRef.T
>;

/** The words of escalation and paging in the viewer's language. */
export const useEscalationText = (): EscalationText =>
  useTranslationRef(incidentsEscalationTranslationRef).t;
