import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { EndpointServer } from '../../../platform/http';
import { objectToV3 } from './jsonSchemaToV3';
import {
  inputOf,
  Operation,
  operations,
  outputOf,
  partsOf,
  readsOnly,
} from './operations';

/**
 * Puts Muster's operations into the portal's actions registry, for other automation and for MCP clients. Each is served by
 * its endpoint, so that the caller's permissions, the audit and the timeline are those of the portal's own pages.
 */
export function registerOperations(
  registry: ActionsRegistryService,
  server: Pick<EndpointServer, 'call'>,
): void {
  for (const operation of operations) {
    const { name, title, description, endpoint, idempotent } = operation;
    registry.register({
      name,
      title,
      description,
      attributes: {
        readOnly: readsOnly(operation),
        destructive: false,
        idempotent,
      },
      schema: {
        input: v3 => objectToV3(v3, inputOf(operation)),
        output: v3 => objectToV3(v3, outputOf(operation)),
      },
      action: async ({ input, credentials }) => {
        const answer = await server.call(
          endpoint,
          requestOf(operation, input),
          credentials,
        );
        return { output: { ...Object(answer) } };
      },
    });
  }
}

/** An input, as the request that its endpoint takes. */
function requestOf(operation: Operation, input: Record<string, unknown>) {
  const parts = partsOf(operation);
  const part = ({ properties = {} }: { properties?: object }) =>
    Object.fromEntries(
      Object.entries(input).filter(
        ([field, value]) =>
          value !== undefined && Object.hasOwn(properties, field),
      ),
    );
  return {
    params: part(parts.params),
    query: part(parts.query),
    body: part(parts.body),
  };
}
