import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { postmortemMessages } from './postmortems';
import { postmortemWritingMessages } from './postmortemWriting';

/**
 * The words of postmortems, in English; portals translate them by `incidents-postmortems`. Apart from the others, as
 * those of plays are.
 *
 * @alpha
 */
export const incidentsPostmortemsTranslationRef = createTranslationRef({
  id: 'incidents-postmortems',
  messages: { ...postmortemMessages, ...postmortemWritingMessages },
});

/** Says a message about postmortems in the viewer's language. */
export type PostmortemsText = TranslationFunction<
  typeof incidentsPostmortemsTranslationRef.T
>;

/** The words of postmortems in the viewer's language. */
export const usePostmortemsText = (): PostmortemsText =>
  useTranslationRef(incidentsPostmortemsTranslationRef).t;
