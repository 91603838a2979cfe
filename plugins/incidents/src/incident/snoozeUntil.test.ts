import { DateTime } from 'luxon';
import { snoozeUntil } from './snoozeUntil';

describe('snoozeUntil', () => {
  // The night before clocks go back in Madrid.
  const now = DateTime.fromISO('2026-10-24T23:30', { zone: 'Europe/Madrid' });

  it.each([
    ['forMinutes', '2026-10-25T00:00:00.000+02:00'],
    ['forHour', '2026-10-25T00:30:00.000+02:00'],
    // Four hours that pass, not four on the clock.
    ['forHours', '2026-10-25T02:30:00.000+01:00'],
    ['tomorrow', '2026-10-25T09:00:00.000+01:00'],
  ] as const)('%s', (choice, until) => {
    expect(snoozeUntil(choice, now).toISO()).toBe(until);
  });
});
