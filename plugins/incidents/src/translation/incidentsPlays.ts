import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { playEditorMessages } from './playEditor';
import { playRunMessages } from './playRuns';
import { playMessages } from './plays';

/**
 * The words of plays, in English; portals translate them by `incidents-plays`. Apart from the others, so that
 * an entity's page does not load them.
 *
 * @alpha
 */
export const incidentsPlaysTranslationRef = createTranslationRef({
  id: 'incidents-plays',
  messages: { ...playMessages, ...playRunMessages, ...playEditorMessages },
});

/** Says a message about plays in the viewer's language. */
export type PlaysText = TranslationFunction<
  typeof incidentsPlaysTranslationRef.T
>;

/** The words of plays in the viewer's language. */
export const usePlaysText = (): PlaysText =>
  useTranslationRef(incidentsPlaysTranslationRef).t;
