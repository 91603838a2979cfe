import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { settingsMessages } from './settings';

/**
 * The words of settings, the first steps and the demo's mailbox, in English; portals translate them by
 * `incidents-settings`.
 *
 * @alpha
 */
export const incidentsSettingsTranslationRef = createTranslationRef({
  id: 'incidents-settings',
  messages: settingsMessages,
});

/** Says a message about settings in the viewer's language. */
export type SettingsText = TranslationFunction<
  typeof incidentsSettingsTranslationRef.T
>;

/** The words of settings in the viewer's language. */
export const useSettingsText = (): SettingsText =>
  useTranslationRef(incidentsSettingsTranslationRef).t;
