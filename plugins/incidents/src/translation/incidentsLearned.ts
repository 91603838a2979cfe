import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { learnedMessages } from './learned';

/**
 * The words of what an entity has learnt, in English; portals translate them by `incidents-learned`. Apart from those of
 * postmortems, so that an entity's page does not load those.
 *
 * @alpha
 */
export const incidentsLearnedTranslationRef = createTranslationRef({
  id: 'incidents-learned',
  messages: learnedMessages,
});

/** Says a message about what was learnt in the viewer's language. */
export type LearnedText = TranslationFunction<
  typeof incidentsLearnedTranslationRef.T
>;

/** The words of what was learnt in the viewer's language. */
export const useLearnedText = (): LearnedText =>
  useTranslationRef(incidentsLearnedTranslationRef).t;
