import { system } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import {
  autoResolving,
  findSettings,
  isQuiet,
  quietIncidents,
} from './entitySettingsStore';
import { IncidentsForUpkeep } from './ports';
import { autoResolve, autoResolveKind } from './wakeups';

const sweepLimit = 200;

/** Resolves open incidents without activity, where owners have set so. Before the queue starts. */
export function registerAutoResolve(rooms: {
  database: Database;
  clock: Clock;
  work: WorkQueue;
  incidents: IncidentsForUpkeep;
}): void {
  const { database, clock, work, incidents } = rooms;

  work.handle(autoResolveKind, async data => {
    const id = Number(data.incidentId);
    const incident = await incidents.find(id);
    if (!incident) return;
    const { autoResolveMinutes: minutes } = await findSettings(
      database.knex,
      incident.entity.ref,
    );
    if (minutes === null) return;
    await incidents.commands.resolveIf(
      id,
      tx => isQuiet(tx, id, addMinutes(clock.now(), -minutes)),
      system,
      `Nothing has happened for ${minutes} minutes, after which incidents of ${incident.entity.name} resolve by themselves`,
    );
  });

  // What is due follows from the tables at any time: there is no wake-up that could be lost.
  work.sweep('auto-resolve', async waking => {
    const now = clock.now();
    for (const [minutes, refs] of await autoResolving(database.knex)) {
      const since = addMinutes(now, -minutes);
      const due = await quietIncidents(database.knex, refs, since, sweepLimit);
      if (due.length === 0) continue;
      await database.transaction(async tx => {
        for (const id of due) await autoResolve(waking, tx, id);
      });
    }
    return 0;
  });
}
