import { Directory } from '../../directory/service';
import { EndpointServer } from '../../platform/http';
import { FactorReader, PostmortemGate } from '../ports';
import { FactorReports, ReportsOptions } from './FactorReports';
import { Factors, FactorsOptions } from './Factors';
import { mountFactors } from './routes';

/** Contributing factors, as the room wires them. */
export interface FactorsPart {
  readonly reader: FactorReader;
  mount(server: EndpointServer): void;
}

/** Builds them. */
export function createFactors(
  options: FactorsOptions &
    ReportsOptions & {
      readonly gate: PostmortemGate;
      readonly directory: Pick<Directory, 'named'>;
    },
): FactorsPart {
  const factors = new Factors(options);
  const reports = new FactorReports(options);
  return {
    reader: factors,
    mount: server => mountFactors(server, { ...options, factors, reports }),
  };
}
