import { mockCredentials } from '@backstage/backend-test-utils';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Database } from './platform/database';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { endpoints } from './portal/openapi';
import { StartedIncidents, startIncidents } from './testing/startIncidents';

jest.setTimeout(60_000);

const [first] = eachDatabase();

describe('the OpenAPI document', () => {
  let database: Database;
  let muster: StartedIncidents;

  beforeAll(async () => {
    database = await openDatabase(first);
    muster = await startIncidents({ knex: database.knex });
  });
  afterAll(() => muster.stop());

  const authorization = mockCredentials.user.header('user:default/dora');
  const fetchDocument = async () =>
    (
      await muster.http
        .get('/api/incidents/v1/openapi.json')
        .set('authorization', authorization)
        .expect(200)
    ).body;

  it('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(await fetchDocument());
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe('3.1');
  });

  it('is for signed-in people only', async () => {
    await muster.http
      .get('/api/incidents/v1/openapi.json')
      .set('authorization', mockCredentials.none.header())
      .expect(401);
  });

  it('names every endpoint once, and every path in it is served', async () => {
    const { paths } = await fetchDocument();
    const operations = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.entries<{ operationId: string }>({ ...item }).map(
        ([method, { operationId }]) => ({ path, method, operationId }),
      ),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      endpoints.map(({ id }) => id).sort(),
    );
    for (const { id, method, path } of endpoints) {
      const answer = await muster.http[method](
        `/api/incidents${path.replace(/:\w+/g, '999999')}`,
      ).set('authorization', authorization);
      const unserved =
        answer.status === 404 && /^$|There is no (GET|POST|PUT|PATCH|DELETE)/;
      expect({
        id,
        served: !unserved || !unserved.test(answer.body.error?.message ?? ''),
      }).toEqual({ id, served: true });
    }
  });
});
