import { DateTime, Duration } from 'luxon';
import { useEffect, useState } from 'react';

/** The present, for the screen; it ticks so that durations grow. */
export function useNow(seconds = 10): DateTime {
  const [now, setNow] = useState(() => DateTime.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(DateTime.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}

/** An instant in the viewer's zone, in full. */
export const absolute = (iso: string): string =>
  DateTime.fromISO(iso).toLocaleString({
    ...DateTime.DATETIME_MED_WITH_SECONDS,
    timeZoneName: 'short',
  });

/** A time of day in the viewer's zone; with the weekday when it is not today. */
export function clockTime(iso: string, now: DateTime): string {
  const at = DateTime.fromISO(iso);
  if (at.hasSame(now, 'day')) return at.toFormat('HH:mm');
  return Math.abs(at.diff(now, 'days').days) < 6
    ? at.toFormat('ccc HH:mm')
    : at.toFormat('d LLL HH:mm');
}

/** `12 min`, `2 h 6 min`, `3 d 4 h`: two units at most. */
export function durationText(milliseconds: number): string {
  const { days, hours, minutes, seconds } = Duration.fromMillis(
    Math.max(0, milliseconds),
  ).shiftTo('days', 'hours', 'minutes', 'seconds');
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0)
    return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

/** How long ago, with the absolute time on hover. */
export const Ago = ({ at }: { at: string }) => {
  const now = useNow();
  return (
    <time dateTime={at} title={absolute(at)}>
      {durationText(now.toMillis() - DateTime.fromISO(at).toMillis())} ago
    </time>
  );
};

/** How long since, with the absolute time on hover. */
export const For = ({
  since,
  until,
}: {
  since: string;
  until?: string | null;
}) => {
  const now = useNow();
  const end = until ? DateTime.fromISO(until) : now;
  return (
    <time dateTime={since} title={`since ${absolute(since)}`}>
      {durationText(end.toMillis() - DateTime.fromISO(since).toMillis())}
    </time>
  );
};

/** A time of day, with the absolute time on hover. */
export const At = ({ at }: { at: string }) => {
  const now = useNow(60);
  return (
    <time dateTime={at} title={absolute(at)}>
      {clockTime(at, now)}
    </time>
  );
};

/** `3:12` until an instant, ticking. */
export const Countdown = ({ to }: { to: string }) => {
  const now = useNow(1);
  const left = Math.max(0, DateTime.fromISO(to).diff(now).toMillis());
  return (
    <time dateTime={to} title={absolute(to)}>
      {Duration.fromMillis(left).toFormat(
        left >= 3_600_000 ? 'h:mm:ss' : 'm:ss',
      )}
    </time>
  );
};
