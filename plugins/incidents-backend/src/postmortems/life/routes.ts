import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Actor,
  Caller,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { Incidents, subjectOf } from '../../incidents/service';
import { EndpointServer } from '../../platform/http';
import { PostmortemRecord } from '../model';
import { PostmortemGate, PostmortemViews } from '../ports';
import { Reading } from '../readers';
import { Edits } from './Edits';
import { Feedback } from './Feedback';
import { Meetings } from './Meetings';
import { OfIncident } from './OfIncident';
import { Opener } from './Opener';
import { Publishing } from './Publishing';
import { ReadingList } from './ReadingList';
import { Reviews } from './Reviews';
import { Steps } from './Steps';

/** What the routes of the life of postmortems call. */
export interface LifeRoutesOptions {
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly gate: PostmortemGate;
  readonly views: PostmortemViews;
  readonly opener: Opener;
  readonly ofIncident: OfIncident;
  readonly edits: Edits;
  readonly steps: Steps;
  readonly reviews: Reviews;
  readonly publishing: Publishing;
  readonly readingList: ReadingList;
  readonly meetings: Meetings;
  readonly feedback: Feedback;
  /** Who of these people and groups may read it; `restrictedTo`: if it were restricted to those. */
  reading(
    record: PostmortemRecord,
    refs: readonly string[],
    restrictedTo?: readonly string[],
  ): Promise<Pick<Reading, 'shutOut'>>;
}

interface PostmortemCall<Body> {
  readonly params: { readonly id: number };
  readonly body: Body;
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** Serves the life of postmortems: reading, opening, editing, and what becomes of them. */
export function mountLife(
  server: EndpointServer,
  options: LifeRoutesOptions,
): void {
  const { directory, incidents, gate, views } = options;
  const { publishing, readingList, reviews, feedback } = options;
  const api = contract.postmortems;

  const subjects = async ({ params, caller }: PostmortemCall<unknown>) => [
    await gate.subject(await gate.read(params.id, caller)),
  ];

  const actor = async (caller: Caller): Promise<Actor> => ({
    kind: 'person',
    ...(await personOf(directory, caller)),
  });

  /** Changes one, as the caller, and answers it as it is then. */
  const change = <Body>(
    run: (id: number, body: Body, by: Actor, caller: Caller) => Promise<void>,
  ) => ({
    subjects,
    handle: async ({
      params,
      body,
      caller,
      credentials,
    }: PostmortemCall<Body>) => {
      await run(params.id, body, await actor(caller), caller);
      return views.detail(
        await gate.read(params.id, caller),
        caller,
        credentials,
      );
    },
  });

  server.mount(api.get, {
    subjects,
    handle: async ({ params, caller, credentials }) =>
      views.detail(await gate.read(params.id, caller), caller, credentials),
  });

  server.mount(api.ofIncident, {
    subjects: async ({ params }) => [subjectOf(await incidents.get(params.id))],
    handle: async ({ params, caller, credentials }) =>
      options.ofIncident.of(
        await incidents.get(params.id),
        caller,
        credentials,
      ),
  });

  server.mount(api.open, {
    subjects: async ({ body }) => [
      subjectOf(await incidents.get(body.incidentId)),
    ],
    handle: async ({ body, caller, credentials }) => {
      const { id } = await options.opener.begin(
        await incidents.get(body.incidentId),
        await actor(caller),
        body.templateId,
      );
      return views.detail(await gate.read(id, caller), caller, credentials);
    },
  });

  server.mount(api.shutOut, {
    subjects: async ({ params, caller }) => [
      await gate.subject(await gate.read(params.id, caller)),
    ],
    handle: async ({ params, query, caller }) => {
      const record = await gate.read(params.id, caller);
      const { shutOut } = await options.reading(
        record,
        query.refs ?? [],
        query.restrictedTo,
      );
      return { items: [...shutOut] };
    },
  });

  server.mount(api.proposeMeeting, {
    subjects,
    handle: async ({ params, body, caller }) =>
      options.meetings.propose(
        params.id,
        { ...body, at: new Date(body.at) },
        await actor(caller),
      ),
  });

  server.mount(api.feedback, {
    subjects,
    handle: async ({ params, caller, credentials }) =>
      feedback.of(await gate.read(params.id, caller), caller, credentials),
  });
  server.mount(api.giveFeedback, {
    subjects,
    handle: async ({ params, body, caller, credentials }) => {
      await feedback.give(params.id, body, await personOf(directory, caller));
      return feedback.of(
        await gate.read(params.id, caller),
        caller,
        credentials,
      );
    },
  });

  server.mount(
    api.edit,
    change((id, body, by, caller) => options.edits.edit(id, body, by, caller)),
  );
  server.mount(api.editStep, {
    subjects,
    handle: async ({ params, body, caller, credentials }) => {
      const { id, position } = params;
      const by = await actor(caller);
      await options.steps.mark(id, { position, done: body.done }, by);
      return views.detail(await gate.read(id, caller), caller, credentials);
    },
  });
  server.mount(
    api.askForReview,
    change((id, { reviewers }, by) => reviews.ask(id, reviewers, by)),
  );
  server.mount(
    api.takeBack,
    change((id, { reason }, by) => reviews.takeBack(id, reason, by)),
  );
  server.mount(
    api.signOff,
    change((id, { note }, by) => reviews.signOff(id, note, by)),
  );
  server.mount(
    api.publish,
    change((id, { withoutReview }, by) =>
      publishing.publish(id, by, withoutReview),
    ),
  );
  server.mount(
    api.amend,
    change((id, { reason }, by) => publishing.amend(id, reason, by)),
  );
  server.mount(
    api.waive,
    change((id, { reason }, by) => publishing.waive(id, reason, by)),
  );
  server.mount(
    api.require,
    change((id, _body, by) => publishing.require(id, by)),
  );
  server.mount(
    api.markWorthReading,
    change((id, { why }, by) => readingList.mark(id, why, by)),
  );
  server.mount(
    api.unmarkWorthReading,
    change((id, _body, by) => readingList.unmark(id, by)),
  );
}
