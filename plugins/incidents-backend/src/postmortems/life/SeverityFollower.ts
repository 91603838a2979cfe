import { Incidents, system } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { isUnwritten, PostmortemRecord } from '../model';
import { PostmortemRuling } from '../ports';
import {
  appendEvent,
  findOfIncident,
  lockPostmortem,
  updatePostmortem,
} from '../store';
import { Reminders } from './Reminders';
import { RulingBySeverity } from './Rulings';

const dayMinutes = 24 * 60;

/** While it is unwritten, a postmortem has the severity of its incident; one that gets worse may become required by that. */
export class SeverityFollower {
  readonly #options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    reminders: Reminders;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    incidents: Incidents;
    reminders: Reminders;
  }) {
    this.#options = options;
  }

  /** Does nothing when it follows already, or is written. It never stops to be required: waiving takes a reason. */
  async follow(incidentId: number, ruling: RulingBySeverity): Promise<void> {
    const { database, clock, incidents, reminders } = this.#options;
    await database.transaction(async tx => {
      const incident = await incidents.lock(tx, incidentId);
      const found = await findOfIncident(tx, incidentId);
      if (!incident || !found) return;
      const record = await lockPostmortem(tx, found.id);
      const { severity } = incident;
      if (!isUnwritten(record) || record.severity === severity) return;
      const term = { ...record, ...termOf(record, ruling(severity)) };
      const next = await updatePostmortem(tx, record, {
        severity,
        required: term.required,
        dueAt: term.dueAt,
        noticeAt: reminders.nextAt(term),
        updatedAt: clock.now(),
      });
      await reminders.follow(tx, next);
      await appendEvent(tx, record.id, {
        at: clock.now(),
        actor: system,
        text: `The incident is ${severity} now, and was ${record.severity}${
          term.required && !record.required
            ? `: ${ruling(severity).because}`
            : ''
        }`,
      });
    });
  }
}

/** Until when it is to be written: an earlier day counts, a later one does not. */
function termOf(
  { required, dueAt, endedAt }: PostmortemRecord,
  ruling: PostmortemRuling,
): Pick<PostmortemRecord, 'required' | 'dueAt'> {
  if (required || ruling.rule !== 'required') return { required, dueAt };
  const byRule = endedAt && addMinutes(endedAt, ruling.dueDays * dayMinutes);
  return {
    required: true,
    dueAt:
      dueAt && byRule ? new Date(Math.min(+dueAt, +byRule)) : (byRule ?? dueAt),
  };
}
