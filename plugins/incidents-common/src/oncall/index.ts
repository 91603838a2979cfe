export {
  explain,
  type LayerSilence,
  type Reason,
  type Reasons,
} from './explain';
export { explanationLines } from './explanationLines';
export { loadOf, type LoadFigures } from './load';
export { openingsOf, type Opening } from './restriction';
export {
  alwaysInForce,
  type RulesContent,
  type RulesVersion,
  type ScheduleRules,
} from './rules';
export {
  coverageGaps,
  handoffsBetween,
  layerTurnsBetween,
  nextHandoff,
  onCallAt,
  shiftsBetween,
  shiftsOf,
  turnsBetween,
  type OnCallNow,
  type PersonShift,
  type Span,
  type Turn,
} from './schedule';
