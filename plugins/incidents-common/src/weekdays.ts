/** In the order of ISO 8601. @public */
export const weekdays = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const;
/** @public */
export type Weekday = (typeof weekdays)[number];
