import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { entityMessages } from './entity';
import { incidentMessages } from './incident';
import { kitMessages } from './kit';
import { listMessages } from './lists';

/** The words of incidents and of the cards on entity pages, in English; portals translate them by `incidents`. @alpha */
export const incidentsTranslationRef = createTranslationRef({
  id: 'incidents',
  messages: {
    ...kitMessages,
    ...listMessages,
    ...entityMessages,
    ...incidentMessages,
  },
});

/** Says a message in the viewer's language. */
export type Text = TranslationFunction<typeof incidentsTranslationRef.T>;

/** The words of incidents in the viewer's language. */
export const useText = (): Text => useTranslationRef(incidentsTranslationRef).t;
