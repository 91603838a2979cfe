import { MeExport } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database, iso, isoOrNull } from '../../platform/database';
import { ScheduleBook } from '../service';
import { LeaveBook } from './LeaveBook';
import { stateAt } from './model';
import { requestsAbout } from './requestStore';

const everSince = new Date(0);

/** What is kept about a person's duty, for that person. */
export class OwnRecords {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly directory: Pick<Directory, 'named'>;
    readonly book: Pick<ScheduleBook, 'allRuled'>;
    readonly leave: Pick<LeaveBook, 'allOf'>;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly directory: Pick<Directory, 'named'>;
    readonly book: Pick<ScheduleBook, 'allRuled'>;
    readonly leave: Pick<LeaveBook, 'allOf'>;
  }) {
    this.#options = options;
  }

  async of(personRef: string): Promise<MeExport['onCall']> {
    const { database, clock, directory, book, leave } = this.#options;
    const now = clock.now();
    const requests = await requestsAbout(database.knex, personRef, everSince);
    const names = new Map(
      (await book.allRuled()).map(({ id, content }) => [id, content.name]),
    );
    const refs = requests.flatMap(one => [one.askerRef, one.askedRef]);
    const people = await directory.named(refs);
    return {
      requests: requests.map((request, index) => ({
        id: request.id,
        // One that is gone has no name any more.
        schedule: {
          id: request.scheduleId,
          name: names.get(request.scheduleId) ?? request.scheduleId,
        },
        asker: people[index * 2],
        asked: people[index * 2 + 1],
        start: iso(request.start),
        end: iso(request.end),
        inReturn: request.inReturn && {
          start: iso(request.inReturn.start),
          end: iso(request.inReturn.end),
        },
        reason: request.reason,
        state: stateAt(request, now),
        createdAt: iso(request.createdAt),
        answeredAt: isoOrNull(request.answeredAt),
      })),
      leave: await leave.allOf(personRef),
    };
  }
}
