import {
  Density,
  MeasuredFigure,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Alerts } from '../../alerts/service';
import { Clock } from '../../platform/clock';
import { Database, iso, Queryable } from '../../platform/database';
import { personIn, PostmortemRecord } from '../model';
import { DocumentReader } from '../ports';
import { densityOf } from './density';
import { readImages } from './images/imageStore';
import { measuredFigures } from './impact';
import { readSections } from './sections/sectionStore';
import { begunAt } from './timeline/drawn';
import { readEntries, readMarks, readMoments } from './timeline/entryStore';
import { Family } from './timeline/Family';
import { shownEntries } from './timeline/entryView';

/** What reading documents needs. */
export interface DocumentsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly alerts: Pick<Alerts, 'timesOf'>;
}

/** Reads documents for the other parts of the room. */
export class Documents implements DocumentReader {
  readonly #options: DocumentsOptions;

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  sections(db: Queryable, id: number) {
    return readSections(db, id);
  }

  async entries(db: Queryable, id: number) {
    return shownEntries(new Family(id, await readEntries(db, id))).filter(
      ({ hidden }) => !hidden,
    );
  }

  async peopleInEntries(db: Queryable, id: number): Promise<NamedRef[]> {
    const entries = await readEntries(db, id);
    return entries.flatMap(({ actor, addedBy }) => [
      ...personIn(actor),
      ...(addedBy ? [addedBy] : []),
    ]);
  }

  async moments(db: Queryable, id: number) {
    const times = [...(await readMoments(db, id))];
    return Object.fromEntries(times.map(([name, at]) => [name, iso(at)]));
  }

  async measured({ id }: PostmortemRecord): Promise<MeasuredFigure[]> {
    return measuredFigures(await readMarks(this.#options.database.knex, id));
  }

  async density(record: PostmortemRecord): Promise<Density | null> {
    const { database, clock, alerts } = this.#options;
    if (record.incidentId === null) return null;
    const [marks, times] = await Promise.all([
      readMarks(database.knex, record.id),
      alerts.timesOf(record.incidentId),
    ]);
    const changes = marks
      .filter(({ source, hidden }) => source === 'change' && !hidden)
      .map(({ at }) => at);
    if (times.length === 0 && changes.length === 0) return null;
    const to = record.endedAt ?? clock.now();
    const from = Math.min(
      record.occurredAt.getTime(),
      ...changes.map(at => at.getTime()),
    );
    return densityOf(
      { from: new Date(Math.min(from, to.getTime())), to },
      times.map(alert => ({ from: begunAt(alert), to: alert.resolvedAt })),
      changes,
    );
  }

  images(
    db: Queryable,
    id: number,
    ids: ReadonlySet<string>,
    mostBytes?: number,
  ) {
    return readImages(db, id, ids, mostBytes);
  }
}
