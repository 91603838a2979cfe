import { mockCredentials } from '@backstage/backend-test-utils';
import { Endpoint } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { endpoints } from './portal/openapi';
import { validRequests } from './testing/requests';
import { StartedIncidents, startIncidents } from './testing/startIncidents';

/** Who calls: checkout belongs to Payments, where Ben is; Night Watch has joined the incident. */
const roles = {
  anonymous: () => mockCredentials.none.header(),
  'wrong token': () => mockCredentials.user.invalidHeader(),
  service: () => mockCredentials.service.header(),
  outsider: () => mockCredentials.user.header('user:default/carla'),
  responder: () => mockCredentials.user.header('user:default/night'),
  member: () => mockCredentials.user.header('user:default/ben'),
  admin: () => mockCredentials.user.header('user:default/dora'),
};
type Role = keyof typeof roles;

/** domain.md, "Who may do what", spelled out here on purpose a second time. */
const allowed: Record<Endpoint['access'], readonly Role[]> = {
  public: Object.keys(roles) as Role[],
  'signed-in': ['outsider', 'responder', 'member', 'admin'],
  responder: ['responder', 'member', 'admin'],
  owner: ['member', 'admin'],
  admin: ['admin'],
};

/** About a person, so not for services, though they may read. */
const personal = ['portal.me'];

function expected(endpoint: Endpoint, role: Role): 'yes' | 401 | 403 {
  if (allowed[endpoint.access].includes(role)) return 'yes';
  if (role === 'anonymous' || role === 'wrong token') return 401;
  const read = endpoint.access === 'signed-in' && endpoint.method === 'get';
  return role === 'service' && read && !personal.includes(endpoint.id)
    ? 'yes'
    : 403;
}

describe.each(eachDatabase())('every endpoint by every role on %s', id => {
  let muster: StartedIncidents;
  let requests: ReturnType<typeof validRequests>;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
    requests = validRequests(muster);
  }, 60_000);
  afterAll(() => muster.stop());

  it.each(endpoints.map(endpoint => [endpoint.id, endpoint] as const))(
    '%s',
    async (_id, endpoint) => {
      const build = requests[endpoint.id];
      expect(build).toBeDefined();
      const answers: Partial<Record<Role, unknown>> = {};
      const wanted: Partial<Record<Role, unknown>> = {};
      for (const role of Object.keys(roles) as Role[]) {
        const { params = {}, query = {}, body } = await build();
        const path = Object.entries(params).reduce(
          (filled, [name, value]) => filled.replace(`:${name}`, value),
          `/api/incidents${endpoint.path}`,
        );
        const { status, text } = await muster.http[endpoint.method](path)
          .query(query)
          .set('authorization', roles[role]())
          .send(body);
        wanted[role] = expected(endpoint, role);
        answers[role] = [401, 403].includes(status) ? status : 'yes';
        // A valid request has a good answer, except for what was made up.
        if (status >= 400 && answers[role] === 'yes') {
          expect(text).toMatch(/Invalid routing key|dead letter/i);
        }
      }
      expect(answers).toEqual(wanted);
    },
    60_000,
  );
});
