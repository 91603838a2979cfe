import { mockCredentials } from '@backstage/backend-test-utils';
import { eachDatabase, emptyDatabase } from '../../../platform/testDatabase';
import {
  StartedIncidents,
  startIncidents,
} from '../../../testing/startIncidents';
import { z } from 'zod';
import { inputOf, operations, outputOf } from './operations';

jest.setTimeout(30_000);

eachDatabase();

/** The same schema in one form: zod 3 and zod 4 write some things differently that mean the same. */
function inOneForm(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inOneForm);
  if (typeof schema !== 'object' || schema === null) return schema;
  const {
    $schema,
    additionalProperties,
    propertyNames,
    type,
    pattern,
    format,
    ...rest
  }: Record<string, unknown> = { ...schema };
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'default' || key === 'enum' || key === 'const'
        ? value
        : inOneForm(value),
    ]),
  );
  // zod 3 cannot require what may be anything.
  const named = Object(inner.properties);
  const required = z
    .array(z.string())
    .parse(inner.required ?? [])
    .filter(name => Object.keys(Object(named[name])).length > 0)
    .sort();
  delete inner.required;
  if (required.length > 0) inner.required = required;
  if (Array.isArray(type)) {
    const { description, ...constraints } = inner;
    return {
      ...(description === undefined ? {} : { description }),
      anyOf: type.map(one =>
        inOneForm(
          one === 'null'
            ? { type: one }
            : {
                ...constraints,
                type: one,
                pattern,
                format,
              },
        ),
      ),
    };
  }
  return {
    ...inner,
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(format === 'date-time' || pattern === undefined ? {} : { pattern }),
    ...(typeof additionalProperties === 'object' && !('properties' in rest)
      ? { additionalProperties: inOneForm(additionalProperties) }
      : {}),
  };
}

describe('Muster’s operations in the actions registry', () => {
  let started: StartedIncidents;
  beforeAll(async () => {
    started = await startIncidents({ knex: await emptyDatabase('SQLITE_3') });
    await started.as('ana');
  });
  afterAll(() => started.stop());

  const path = '/api/incidents/.backstage/actions/v1/actions';
  const invoke = (name: string, input: object, who = 'ana') =>
    started.http
      .post(`${path}/incidents:${name}/invoke`)
      .set('authorization', mockCredentials.user.header(`user:default/${who}`))
      .send(input);

  it('take and answer what the contract says', async () => {
    const { body } = await started.http
      .get(path)
      .set('authorization', mockCredentials.user.header('user:default/ana'))
      .expect(200);
    const listed: {
      id: string;
      schema: { input: object; output: object };
      attributes: object;
    }[] = body.actions;
    expect(listed.map(({ id }) => id)).toEqual(
      operations.map(({ name }) => `incidents:${name}`),
    );
    for (const [index, operation] of operations.entries()) {
      const { schema } = listed[index];
      expect({
        of: operation.name,
        ...Object(inOneForm(schema.input)),
      }).toEqual({
        of: operation.name,
        ...Object(inOneForm(inputOf(operation))),
      });
      expect({
        of: operation.name,
        ...Object(inOneForm(schema.output)),
      }).toEqual({
        of: operation.name,
        ...Object(inOneForm(outputOf(operation))),
      });
    }
    expect(listed[0].attributes).toEqual({
      readOnly: true,
      destructive: false,
      idempotent: true,
    });
  });

  it('act as the person who calls, and may what they may', async () => {
    const opened = await invoke(
      'page-owner',
      {
        entityRef: 'component:default/checkout',
        title: 'Probe fails',
        severity: 'SEV2',
      },
      'carla',
    ).expect(200);
    expect(opened.body.output).toMatchObject({
      name: 'INC-1',
      openedBy: { kind: 'person', ref: 'user:default/carla' },
    });
    const taken = await invoke('acknowledge', { id: 'INC-1' }).expect(200);
    expect(taken.body.output).toMatchObject({
      outcome: 'done',
      message: 'You have INC-1',
    });
    await invoke('note', { id: 'INC-1', text: 'From an assistant' }).expect(
      200,
    );
    await invoke('resolve', { id: 'INC-1' }, 'carla').expect(403);
    await invoke('resolve', { id: 'INC-1' }).expect(200);
    const list = await invoke('list-incidents', {
      status: 'resolved',
      limit: 1,
    }).expect(200);
    expect(list.body.output.items).toMatchObject([{ name: 'INC-1' }]);
    const onCall = await invoke('who-is-on-call', {
      entityRef: 'component:default/search',
    }).expect(200);
    expect(onCall.body.output.onCall).toMatchObject([{ name: 'Carla Out' }]);
    await invoke('get-incident', { id: 'INC-9' }).expect(404);
    await invoke('note', { id: 'INC-1', text: '' }).expect(400);
    await invoke('get-incident', {}).expect(400);
  });
});
