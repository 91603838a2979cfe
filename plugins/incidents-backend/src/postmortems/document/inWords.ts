/** A length of time as people say it: `47 minutes`, `2 hours 5 minutes`, `3 days 4 hours`; the two largest units. */
export function durationInWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    // Beside hours nobody counts seconds.
    [whole < 3600 ? whole % 60 : 0, 'second'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 seconds';
  return parts
    .slice(first, first + 2)
    .flatMap(([count, unit]) => (count > 0 ? [countInWords(count, unit)] : []))
    .join(' ');
}

/** `1 alert`, `3 alerts`. */
export const countInWords = (count: number, unit: string): string =>
  `${count} ${unit}${count === 1 ? '' : 's'}`;

/** An instant to the minute: `2026-03-02 14:05 UTC`. */
export const instantInWords = (at: Date): string =>
  `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
