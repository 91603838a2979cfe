import {
  Caller,
  contract,
  passesFloor,
  Policy,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { iso } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { Policies, StoredPolicy } from './policies';

const owned = (ownerRef: string) => ({ ownerRef, responders: [] });

/** Serves escalation policies. */
export function mountPolicies(
  server: EndpointServer,
  options: { policies: Policies; directory: Directory },
): void {
  const { policies, directory } = options;
  const api = contract.escalation;

  const ownerOf = async (id: string) =>
    owned((await policies.get(id)).content.ownerRef);
  const shown = async (
    { id, version, updatedAt, updatedBy, content }: StoredPolicy,
    caller: Caller,
    bindings: ReadonlyMap<string, readonly string[]>,
  ): Promise<Policy> => ({
    ...content,
    id,
    version,
    updatedAt: iso(updatedAt),
    updatedBy,
    bindings: [...(await directory.named(bindings.get(id) ?? []))],
    may: passesFloor('owner', false, caller, [owned(content.ownerRef)])
      ? ['edit']
      : [],
  });
  const one = async (policy: StoredPolicy, caller: Caller) =>
    shown(policy, caller, await policies.bindings());

  server.mount(api.listPolicies, {
    handle: async ({ caller }) => {
      const bindings = await policies.bindings();
      const all = await policies.list();
      return {
        items: await Promise.all(
          all.map(policy => shown(policy, caller, bindings)),
        ),
      };
    },
  });

  server.mount(api.getPolicy, {
    handle: async ({ params, caller }) =>
      one(await policies.get(params.id), caller),
  });

  server.mount(api.createPolicy, {
    subjects: async ({ body }) => [owned(body.ownerRef)],
    handle: async ({ body, caller }) =>
      one(
        await policies.create(body, await personOf(directory, caller)),
        caller,
      ),
  });

  server.mount(api.updatePolicy, {
    subjects: async ({ params, body }) => [
      await ownerOf(params.id),
      owned(body.ownerRef),
    ],
    handle: async ({ params, body: { version, ...input }, caller }) =>
      one(
        await policies.update(
          params.id,
          version,
          input,
          await personOf(directory, caller),
        ),
        caller,
      ),
  });

  server.mount(api.deletePolicy, {
    subjects: async ({ params }) => [await ownerOf(params.id)],
    handle: async ({ params }) => {
      await policies.remove(params.id);
      return {};
    },
  });
}
