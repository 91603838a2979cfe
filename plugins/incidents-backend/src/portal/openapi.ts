import { contract, Endpoint } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

/** Every endpoint of the contract, in its order. */
export const endpoints: readonly Endpoint[] = Object.values(contract).flatMap(
  room => Object.values<Endpoint>(room),
);

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  });
  return rest;
};

const isEmpty = (schema: { properties?: object }): boolean =>
  Object.keys(schema.properties ?? {}).length === 0;

function parameters(schema: z.ZodType, place: 'path' | 'query') {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const errorOf = (description: string) => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
  },
});

function operation(endpoint: Endpoint) {
  const body = jsonSchema(endpoint.body, 'input');
  const takesBody =
    endpoint.method !== 'get' &&
    (endpoint.access === 'public' || !isEmpty(body));
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.id.split('.')[0]],
    'x-access': endpoint.access,
    security: endpoint.access === 'public' ? [] : [{ backstage: [] }],
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
    ],
    ...(takesBody && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: {
      [endpoint.status]: {
        description: 'Success',
        content: {
          [endpoint.mediaType ?? 'application/json']: {
            schema: jsonSchema(endpoint.response, 'output'),
          },
        },
      },
      400: errorOf('A field is wrong; the message names it and the remedy'),
      ...(endpoint.access !== 'public' && {
        401: errorOf('Not signed in'),
        403: errorOf('Not allowed'),
        404: errorOf('Not found'),
      }),
      503: errorOf('Nothing could be stored just now; try again'),
    },
  };
}

/**
 * The OpenAPI 3.1 document, made from the contract.
 *
 * @param baseUrl - the plugin's address, such as `http://localhost:7007/api/incidents`
 */
export function openApiDocument(baseUrl: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster incidents',
      version: '1',
      description:
        'Incident response native to Backstage. Instants are UTC ISO-8601; entity refs are full and lower-case.',
    },
    servers: [{ url: baseUrl }],
    paths,
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['name', 'message'],
              properties: {
                name: { type: 'string' },
                message: { type: 'string' },
              },
            },
          },
        },
      },
    },
  };
}
