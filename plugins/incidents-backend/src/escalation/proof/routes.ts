import { contract } from '@muster/backstage-plugin-incidents-common';
import { EndpointServer } from '../../platform/http';
import { Clock } from '../../platform/clock';
import { CoverageProofs } from './CoverageProofs';
import { WhatIf } from './WhatIf';

/** Serves what would happen, and the proof of coverage, of one entity and of all. */
export function mountProof(
  server: EndpointServer,
  options: { clock: Clock; proofs: CoverageProofs; whatIf: WhatIf },
): void {
  const { clock, proofs, whatIf } = options;

  server.mount(contract.escalation.whatIf, {
    handle: ({ query: { entityRef, at, severity } }) =>
      whatIf.of(
        entityRef,
        at === undefined ? clock.now() : new Date(at),
        severity,
      ),
  });
  server.mount(contract.escalation.coverage, {
    handle: ({ query: { entityRef, days } }) =>
      proofs.ofEntity(entityRef, days),
  });
  server.mount(contract.escalation.coverageReport, {
    handle: ({ query }) => proofs.report(query),
  });
}
