import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { entityMessages } from './entity';
import { incidentMessages } from './incident';
import { kitMessages } from './kit';
import { listMessages } from './lists';
import { onCallMessages } from './onCall';
import { onCallPeopleMessages } from './onCallPeople';

/** Every word of the screens, in English; portals translate it by `incidents`. @alpha */
export const incidentsTranslationRef = createTranslationRef({
  id: 'incidents',
  messages: {
    ...kitMessages,
    ...listMessages,
    ...entityMessages,
    ...incidentMessages,
    ...onCallMessages,
    ...onCallPeopleMessages,
  },
});

/** Says a message in the viewer's language. */
export type Text = TranslationFunction<typeof incidentsTranslationRef.T>;

/** The words of the screens in the viewer's language. */
export const useText = (): Text => useTranslationRef(incidentsTranslationRef).t;
