import { Directory } from '../../directory/service';
import { IncidentRecord } from '../../incidents/service';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import {
  entitiesInQuestion,
  findWindow,
  heldOfEntity,
  openIncidentsHeldBy,
  openIncidentsOf,
  overheldIncidents,
  rememberHeld,
  setSettling,
  settleAllNow,
  windowsDue,
  WindowRecord,
} from './maintenanceStore';
import { nextSettling } from './model';
import { IncidentsForUpkeep } from './ports';
import { settleWindow, windowKind } from './wakeups';

const lateSeconds = 2;
const sweepLimit = 200;

interface Rooms {
  database: Database;
  clock: Clock;
  work: WorkQueue;
  directory: Directory;
  incidents: IncidentsForUpkeep;
}

/** Holds and releases incidents as windows begin, change and end. Before the queue starts. */
export function registerMaintenanceWork(rooms: Rooms): {
  /** Has the incidents of running windows looked at now, since the clock was set back; returns how many windows. */
  bringForward(): Promise<number>;
} {
  const { database, clock, work, incidents } = rooms;

  const endingOf =
    (window: WindowRecord) => (tx: Tx, incident: IncidentRecord) =>
      ending(incidents, tx, incident, window);

  const settle = async (windowId: string): Promise<void> => {
    const window = await findWindow(database.knex, windowId);
    if (!window?.settleAt || window.settleAt > clock.now()) return;
    const covered = await entitiesCoveredBy(rooms, window);
    // What was opened since the last look is held already, and known to nobody but itself.
    await rememberHeld(database.knex, window, covered);
    const ids = new Set([
      ...(await openIncidentsOf(database.knex, covered)),
      ...(await openIncidentsHeldBy(database.knex, windowId)),
    ]);
    for (const id of ids) await incidents.holds.settle(id, endingOf(window));
    // What has just been held.
    await rememberHeld(database.knex, window, covered);
    const next = nextSettling(window, clock.now());
    await database.transaction(async tx => {
      // Changed meanwhile: then that change has asked for another look already.
      const stands = await setSettling(tx, window, next);
      if (stands && next) await settleWindow(work, tx, windowId, next);
    });
  };

  const wakeWindows = async (waking: Waking): Promise<number> => {
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await windowsDue(database.knex, before, sweepLimit);
    await database.transaction(async tx => {
      for (const id of late) await settleWindow(waking, tx, id);
    });
    return late.length;
  };

  /** Held on opening in the very moment in which its window was settled for the last time. */
  const releaseOverheld = async (): Promise<number> => {
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await overheldIncidents(database.knex, before, sweepLimit);
    let released = 0;
    for (const id of late) {
      const settled = await incidents.holds.settle(
        id,
        async () => 'The maintenance that held this incident is over',
      );
      if (settled === 'released') released += 1;
    }
    return released;
  };

  work.handle(windowKind, data => settle(String(data.windowId)));
  work.sweep('maintenance', async waking => {
    const woken = await wakeWindows(waking);
    return woken > 0 ? woken : releaseOverheld();
  });

  return {
    bringForward: () =>
      database.transaction(async tx => {
        const ids = await settleAllNow(tx, clock.now());
        for (const id of ids) await settleWindow(work, tx, id);
        return ids.length;
      }),
  };
}

/** Entities with incidents that may be the window's business. */
async function entitiesCoveredBy(
  { database, directory }: Rooms,
  window: WindowRecord,
): Promise<string[]> {
  const refs = await entitiesInQuestion(database.knex, window.start);
  const places = await directory.placesOf(refs);
  const named = new Set(window.entities.map(({ ref }) => ref));
  return refs.filter(ref => places.get(ref)?.some(place => named.has(place)));
}

/** What the timeline says of the end of maintenance: what is still open, and what resolved meanwhile. */
async function ending(
  { nameOf }: Pick<IncidentsForUpkeep, 'nameOf'>,
  tx: Tx,
  { id, entity }: IncidentRecord,
  window: WindowRecord,
): Promise<string> {
  const held = await heldOfEntity(tx, window.id, entity.ref);
  const names = (resolved: boolean): string =>
    held
      .filter(other => other.id !== id && other.resolved === resolved)
      .map(other => nameOf(other.id))
      .join(', ');
  const open = names(false);
  const resolved = names(true);
  return [
    `Maintenance is over (${window.reason}): what waited goes on`,
    open && `Also still open on ${entity.name}: ${open}`,
    resolved && `Resolved meanwhile, without paging anybody: ${resolved}`,
  ]
    .filter(Boolean)
    .join('. ');
}
