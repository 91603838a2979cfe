export { incidentsTranslationRef, useText } from './incidents';
export type { Text } from './incidents';
export {
  incidentsOnCallTranslationRef,
  useOnCallText,
} from './incidentsOnCall';
export type { OnCallText } from './incidentsOnCall';
export {
  incidentsEscalationTranslationRef,
  useEscalationText,
} from './incidentsEscalation';
export type { EscalationText } from './incidentsEscalation';
export { incidentsPlaysTranslationRef, usePlaysText } from './incidentsPlays';
export type { PlaysText } from './incidentsPlays';
export {
  incidentsSettingsTranslationRef,
  useSettingsText,
} from './incidentsSettings';
export type { SettingsText } from './incidentsSettings';
export {
  incidentsPostmortemsTranslationRef,
  usePostmortemsText,
} from './incidentsPostmortems';
export type { PostmortemsText } from './incidentsPostmortems';
export {
  incidentsLearnedTranslationRef,
  useLearnedText,
} from './incidentsLearned';
export type { LearnedText } from './incidentsLearned';
