import {
  Actor,
  Caller,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { EndpointServer } from '../../platform/http';
import { PostmortemGate } from '../ports';
import { FactorReports } from './FactorReports';
import { Factors } from './Factors';

/** Serves the trees of factors, and factors across them. */
export function mountFactors(
  server: EndpointServer,
  options: {
    directory: Pick<Directory, 'named'>;
    gate: PostmortemGate;
    factors: Factors;
    reports: FactorReports;
  },
): void {
  const { directory, gate, factors, reports } = options;
  const api = contract.postmortems;
  type One = { params: { id: number }; caller: Caller };
  const subjects = async ({ params, caller }: One) => [
    await gate.subject(await gate.read(params.id, caller)),
  ];

  const by = async (caller: Caller): Promise<Actor> => ({
    kind: 'person',
    ...(await personOf(directory, caller)),
  });

  server.mount(api.factors, {
    filters: true,
    handle: async ({ query, ...asker }) => ({
      items: await reports.list(query, asker),
    }),
  });
  server.mount(api.factor, {
    filters: true,
    handle: ({ params, ...asker }) => reports.get(params.factorId, asker),
  });

  server.mount(api.addFactor, {
    subjects,
    handle: async ({ params, body, caller }) => ({
      tree: await factors.answer(params.id, body, await by(caller)),
    }),
  });
  server.mount(api.editFactor, {
    subjects,
    handle: async ({ params: { id, nodeId }, body, caller }) => ({
      tree: await factors.edit(id, nodeId, body, await by(caller)),
    }),
  });
  server.mount(api.removeFactor, {
    subjects,
    handle: async ({ params: { id, nodeId }, caller }) => ({
      tree: await factors.remove(id, nodeId, await by(caller)),
    }),
  });
}
