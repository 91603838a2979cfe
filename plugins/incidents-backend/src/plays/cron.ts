import { Trigger } from '@muster/backstage-plugin-incidents-common';
import { Cron } from 'croner';

/**
 * The first tick of a schedule after an instant, in its zone; null when it never strikes again.
 *
 * @throws Error for what is no cron expression of five fields
 */
export function nextTickOf(
  { cron, timezone }: { readonly cron: string; readonly timezone: string },
  after: Date,
): Date | null {
  return new Cron(cron, { timezone, mode: '5-part' }).nextRun(after);
}

/** The first tick of all schedules among some triggers. */
export function firstTick(on: readonly Trigger[], after: Date): Date | null {
  const ticks = on.flatMap(trigger =>
    trigger.event === 'schedule' ? (nextTickOf(trigger, after) ?? []) : [],
  );
  return ticks.reduce<Date | null>(
    (first, tick) => (first === null || tick < first ? tick : first),
    null,
  );
}
