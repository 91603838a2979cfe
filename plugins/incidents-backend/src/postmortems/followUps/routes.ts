import {
  Actor,
  Caller,
  contract,
  FollowUp,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { IncidentAccess } from '../../incidents/service';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { GuardedSubject } from '../../platform/serving';
import { PostmortemGate } from '../ports';
import { FollowUpBoard } from './FollowUpBoard';
import { FollowUpBook } from './FollowUpBook';
import { getFollowUp } from './followUpStore';
import { FollowUpViews, hasIt } from './FollowUpViews';
import { LearningReport } from './LearningReport';
import { FollowUpRecord } from './model';
import { TicketPoint } from './TicketPoint';
import { Tickets } from './Tickets';

/** Serves follow-ups and the figures of learning. */
export function mountFollowUps(
  server: EndpointServer,
  options: {
    database: Database;
    directory: Directory;
    access: IncidentAccess;
    gate: PostmortemGate;
    board: FollowUpBoard;
    book: FollowUpBook;
    views: FollowUpViews;
    report: LearningReport;
    tickets: Tickets;
    point: TicketPoint;
  },
): void {
  const { database, access, gate, board, book, report, tickets, views } =
    options;
  const { knex } = database;
  const api = contract.postmortems;

  const by = async (caller: Caller): Promise<Actor> => ({
    kind: 'person',
    ...(await personOf(options.directory, caller)),
  });
  const ofPostmortem = async (
    id: number,
    caller: Caller,
  ): Promise<GuardedSubject> => gate.subject(await gate.read(id, caller));
  /** Besides who may write its postmortem: whoever has it, and its team. */
  const subjects = async ({
    params,
    caller,
  }: {
    params: { id: number };
    caller: Caller;
  }): Promise<GuardedSubject[]> => {
    const record = await getFollowUp(knex, params.id);
    const subject = await ofPostmortem(record.postmortemId, caller);
    if (caller.kind !== 'person' || !hasIt(record, caller)) return [subject];
    return [{ ...subject, responders: [...subject.responders, caller.ref] }];
  };
  const shown = async (
    record: FollowUpRecord,
    caller: Caller,
  ): Promise<FollowUp> => {
    const [one] = await views.shown(knex, [record], caller);
    return one;
  };

  server.mount(api.followUps, {
    filters: true,
    handle: async ({ query, caller, credentials }) => {
      const criteria = await access.readable(credentials);
      return criteria === 'none'
        ? { items: [], nextCursor: null }
        : board.list(query, caller, criteria);
    },
  });
  server.mount(api.figures, {
    filters: true,
    handle: async ({ query, caller, credentials }) =>
      report.figures(query, caller, await access.readable(credentials)),
  });
  server.mount(api.ticketSystems, {
    handle: async () => ({
      items: options.point.all.map(({ id, title }) => ({ id, title })),
    }),
  });

  server.mount(api.addFollowUp, {
    subjects: async ({ params, caller }) => [
      await ofPostmortem(params.id, caller),
    ],
    handle: async ({ params, body, caller }) =>
      shown(await book.make(params.id, body, await by(caller)), caller),
  });
  server.mount(api.editFollowUp, {
    subjects,
    handle: async ({ params, body, caller }) => {
      const { version, ...fields } = body;
      return shown(
        await book.edit(params.id, version, fields, await by(caller)),
        caller,
      );
    },
  });
  server.mount(api.finishFollowUp, {
    subjects,
    handle: async ({ params, caller }) =>
      shown(await book.finish(params.id, await by(caller)), caller),
  });
  server.mount(api.verifyFollowUp, {
    subjects,
    handle: async ({ params, body, caller }) =>
      shown(await book.verify(params.id, body, await by(caller)), caller),
  });
  server.mount(api.reopenFollowUp, {
    subjects,
    handle: async ({ params, body, caller }) =>
      shown(
        await book.reopen(params.id, body.reason, await by(caller)),
        caller,
      ),
  });
  server.mount(api.ticketFollowUp, {
    subjects,
    handle: async ({ params, body, caller }) =>
      shown(
        await tickets.make(params.id, body.system, await by(caller)),
        caller,
      ),
  });
  server.mount(api.removeFollowUp, {
    subjects,
    handle: async ({ params, caller }) => {
      await book.remove(params.id, await by(caller));
      return {};
    },
  });
}
