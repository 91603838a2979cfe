export {
  layerShiftsBetween,
  nextHandoff,
  onCallAt,
  shiftsBetween,
  type OnCallNow,
  type ScheduleRules,
  type Span,
} from './schedule';
