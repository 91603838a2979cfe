import { contract } from '@muster/backstage-plugin-incidents-common';
import { EndpointServer } from '../../platform/http';
import { CoverageProofs } from './CoverageProofs';

/** Serves the proof of coverage, of one entity and of all. */
export function mountProof(
  server: EndpointServer,
  proofs: CoverageProofs,
): void {
  server.mount(contract.escalation.coverage, {
    handle: ({ query: { entityRef, days } }) =>
      proofs.ofEntity(entityRef, days),
  });
  server.mount(contract.escalation.coverageReport, {
    handle: ({ query }) => proofs.report(query),
  });
}
