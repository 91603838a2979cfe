import { Directory } from '../directory/service';
import { Incidents } from '../incidents/service';
import { Clock, secondsBetween } from '../platform/clock';
import { Metrics, observe } from '../platform/metrics';
import { WorkQueue } from '../work/service';

/** Figures of the whole installation that are read when they are collected; every replica tells the same. */
export function observePortal(rooms: {
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'asOf'>;
  readonly incidents: Pick<Incidents, 'countOpen' | 'countUnassigned'>;
  readonly paging: { oldestUnsent(): Promise<Date | null> };
  readonly work: Pick<WorkQueue, 'lagSeconds' | 'countDeadLetters'>;
}): void {
  const { metrics, clock, directory, incidents, paging, work } = rooms;
  const ageOf = (at: Date | null): number | undefined =>
    at ? Math.max(0, secondsBetween(at, clock.now())) : undefined;

  observe(
    metrics,
    'incidents.pages.oldest_unsent.age',
    {
      description: 'How long the oldest page that is due has not been sent',
      unit: 's',
    },
    async () => ageOf(await paging.oldestUnsent()) ?? 0,
  );
  observe(
    metrics,
    'incidents.queue.lag',
    {
      description: 'How long the oldest due background job has waited',
      unit: 's',
    },
    () => work.lagSeconds(),
  );
  observe(
    metrics,
    'incidents.dead_letters',
    {
      description: 'Background jobs that failed for good and wait for an admin',
      unit: '{job}',
    },
    () => work.countDeadLetters(),
  );
  observe(
    metrics,
    'incidents.directory.age',
    {
      description: 'Since the catalog was last read as a whole',
      unit: 's',
    },
    async () => ageOf(await directory.asOf()),
  );
  observe(
    metrics,
    'incidents.open',
    { description: 'Incidents that are not resolved', unit: '{incident}' },
    () => incidents.countOpen(),
  );
  observe(
    metrics,
    'incidents.unassigned',
    {
      description: 'Open incidents for which nobody is responsible',
      unit: '{incident}',
    },
    () => incidents.countUnassigned(),
  );
}
