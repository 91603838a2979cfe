import Tooltip from '@material-ui/core/Tooltip';
import { DateTime, Duration } from 'luxon';
import { ReactNode, useEffect, useState } from 'react';
import { useText } from '../translation';

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

/** An instant told in another way; the absolute time appears on hover and on focus. */
const Moment = (props: { at: string; hint?: string; children: ReactNode }) => (
  <Tooltip title={props.hint ?? absolute(props.at)}>
    {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or the keyboard could not ask when that was */}
    <time dateTime={props.at} tabIndex={0}>
      {props.children}
    </time>
  </Tooltip>
);

/** How long ago. */
export const Ago = ({ at }: { at: string }) => {
  const now = useNow();
  const t = useText();
  return (
    <Moment at={at}>
      {t('time.ago', { duration: durationText(millisBetween(at, now)) })}
    </Moment>
  );
};

/** How long it has been so, or was so. */
export const For = (props: { since: string; until?: string | null }) => {
  const now = useNow();
  const t = useText();
  const end = props.until ? DateTime.fromISO(props.until) : now;
  return (
    <Moment
      at={props.since}
      hint={t('time.since', { moment: absolute(props.since) })}
    >
      {durationText(millisBetween(props.since, end))}
    </Moment>
  );
};

const millisBetween = (from: string, to: DateTime): number =>
  to.toMillis() - DateTime.fromISO(from).toMillis();

/** A time of day, with the whole date on hover; with the day when it is not today, unless a heading says it. */
export const At = (props: { at: string; underDay?: boolean }) => {
  const { at, underDay = false } = props;
  const now = useNow(60);
  return (
    <time dateTime={at} title={absolute(at)}>
      {clockTime(at, underDay ? DateTime.fromISO(at) : now)}
    </time>
  );
};

/** A heading for what happened on one day: `Today`, `Monday, 24 November`. */
export const Day = ({ at }: { at: string }) => {
  const now = useNow(60);
  const t = useText();
  const day = DateTime.fromISO(at);
  if (day.hasSame(now, 'day')) return <>{t('time.today')}</>;
  if (day.hasSame(now.minus({ days: 1 }), 'day')) {
    return <>{t('time.yesterday')}</>;
  }
  return (
    <>
      {day.toLocaleString({ weekday: 'long', day: 'numeric', month: 'long' })}
    </>
  );
};

/** `3:12` until an instant, ticking. */
export const Countdown = ({ to }: { to: string }) => {
  const now = useNow(1);
  const t = useText();
  const left = DateTime.fromISO(to).diff(now).toMillis();
  return (
    <time dateTime={to} title={absolute(to)}>
      {left <= 0
        ? t('time.anyMoment')
        : Duration.fromMillis(left).toFormat(
            left >= 3_600_000 ? 'h:mm:ss' : 'm:ss',
          )}
    </time>
  );
};
