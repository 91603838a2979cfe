import { InputError } from '@backstage/errors';
import { contract, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { iso } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { PolicyFinder } from './PolicyFinder';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import { ServicesOnCall } from './ServicesOnCall';

/** Serves who is on call, for one entity and for the whole company, bindings, and the directory's answer with its policy. */
export function mountEscalation(
  server: EndpointServer,
  options: {
    clock: Clock;
    directory: Directory;
    finder: ResponsibilityFinder;
    policyFinder: PolicyFinder;
    services: ServicesOnCall;
    bind: (
      entityRef: string,
      policyId: string | null,
      by: NamedRef,
    ) => Promise<void>;
  },
): void {
  const { clock, directory, finder, policyFinder } = options;

  server.mount(contract.escalation.onCall, {
    handle: async ({ query: { entityRef, at } }) =>
      finder.answer(entityRef, at === undefined ? clock.now() : new Date(at)),
  });

  server.mount(contract.escalation.servicesOnCall, {
    handle: ({ query }) => options.services.list(query),
  });

  server.mount(contract.escalation.bind, {
    subjects: async ({ body }) => {
      const entity = await directory.mustHave(body.entityRef, 'body.entityRef');
      // A group is its own owner; so is a person.
      const ownerRef = ['group', 'user'].includes(entity.kind)
        ? entity.ref
        : entity.ownerRef;
      return [{ ownerRef, responders: [] }];
    },
    handle: async ({ body, caller }) => {
      if (caller.kind !== 'person') throw new InputError('This needs a person');
      const [by] = await directory.named([caller.ref]);
      await options.bind(body.entityRef, body.policyId, by);
      return finder.answer(body.entityRef, clock.now());
    },
  });

  server.mount(contract.directory.get, {
    handle: async ({ query: { entityRef } }) => {
      const entity = await directory.mustHave(entityRef, 'query.entityRef');
      const named = async (ref: string | null) =>
        ref === null ? null : (await directory.named([ref]))[0];
      const owner = entity.ownerRef
        ? await directory.known(entity.ownerRef)
        : undefined;
      const members = entity.ownerRef
        ? await directory.membersOf(entity.ownerRef)
        : [];
      const isLead = ({ ref }: NamedRef) => ref === owner?.leadRef;
      const { policy, trace } = await policyFinder.find(entityRef, entity);
      const system = entity.systemRef
        ? await directory.known(entity.systemRef)
        : undefined;
      return {
        entity: { ref: entity.ref, name: entity.title },
        owner: await named(entity.ownerRef),
        members: [
          ...members.filter(isLead),
          ...members.filter(member => !isLead(member)),
        ],
        lead: await named(owner?.leadRef ?? null),
        system: await named(entity.systemRef),
        domain: await named(entity.domainRef ?? system?.domainRef ?? null),
        tier: entity.tier,
        severityFloor: entity.severityFloor,
        runbook: entity.runbook,
        policy: { id: policy.id, name: policy.name },
        trace,
        problems: [...entity.problems],
        catalogAsOf: iso(entity.confirmedAt),
        vanished: entity.vanished,
      };
    },
  });
}
