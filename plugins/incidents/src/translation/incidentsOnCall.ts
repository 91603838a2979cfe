import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { onCallMessages } from './onCall';
import { onCallPeopleMessages } from './onCallPeople';

/**
 * The words of schedules and of people's own duty, in English; portals translate them by `incidents-on-call`.
 * Apart from the others, so that an entity's page does not load them.
 *
 * @alpha
 */
export const incidentsOnCallTranslationRef = createTranslationRef({
  id: 'incidents-on-call',
  messages: { ...onCallMessages, ...onCallPeopleMessages },
});

/** Says a message about schedules in the viewer's language. */
export type OnCallText = TranslationFunction<
  typeof incidentsOnCallTranslationRef.T
>;

/** The words of schedules in the viewer's language. */
export const useOnCallText = (): OnCallText =>
  useTranslationRef(incidentsOnCallTranslationRef).t;
