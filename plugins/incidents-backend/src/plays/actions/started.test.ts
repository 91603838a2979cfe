import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import {
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { incidentsPlayActionsExtensionPoint } from '@muster/backstage-plugin-incidents-node';
import { Knex } from 'knex';
import { z } from 'zod';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);
eachDatabase();

const secret = 'Bearer s3cr3t-of-the-ci';

/** Another plugin of the portal, with an action in its registry. */
const ops = createBackendPlugin({
  pluginId: 'ops',
  register: env =>
    env.registerInit({
      deps: { registry: actionsRegistryServiceRef },
      async init({ registry }) {
        registry.register({
          name: 'restart',
          title: 'Restart',
          description: 'Restarts a service.',
          attributes: { idempotent: true },
          schema: {
            input: v3 => v3.object({ service: v3.string() }),
            output: v3 =>
              v3.object({ restarted: v3.string(), by: v3.string() }),
          },
          action: async ({ input, credentials }) => ({
            output: {
              restarted: input.service,
              by: JSON.stringify(credentials.principal),
            },
          }),
        });
      },
    }),
});

/** Somebody's module, with an action of its own. */
const deploys = createBackendModule({
  pluginId: 'incidents',
  moduleId: 'deploys',
  register: env =>
    env.registerInit({
      deps: { plays: incidentsPlayActionsExtensionPoint },
      async init({ plays }) {
        plays.addAction({
          id: 'deploys.freeze@1',
          title: 'Freeze deployments',
          description: 'Freezes the deployments of a service.',
          input: z.strictObject({ service: z.string() }),
          output: z.object({ frozen: z.string() }),
          idempotent: true,
          run: async ({ service }, { incident }) => ({
            frozen: `${service} for ${incident?.name}`,
          }),
        });
      },
    }),
});

/** Every kind of action in one play; the other side repeats the secret that it is sent. */
const source = (url: string) => `name: Everything
ownerRef: group:default/payments
on: [{ event: incident.triggered }]
steps:
  - id: second
    action: page.people
    with: { people: ['user:default/ben'] }
  - id: worse
    action: incident.set-severity
    with: { severity: SEV1 }
  - id: call
    action: http.request
    with:
      method: POST
      url: ${url}
      headers: [{ name: X-Token, secret: CI }]
      json: { service: '{{ entity.name }}' }
  - id: told
    action: incident.note
    with: { text: 'The build is {{ steps.call.output.json.build }} for {{ incident.name }}' }
  - id: restart
    action: backstage:ops:restart
    with: { service: '{{ entity.name }}' }
  - id: freeze
    action: deploys.freeze
    with: { service: '{{ steps.restart.output.restarted }}' }
  - id: team
    action: people.tell
    with: { people: ['{{ entity.owner }}'], subject: 'Frozen: {{ steps.freeze.output.frozen }}' }
`;

describe('a play over the real rooms', () => {
  let other: Server;
  let url: string;
  let started: StartedIncidents;
  const seen: IncomingHttpHeaders[] = [];
  let knex: Knex;

  beforeAll(async () => {
    other = createServer((request, response) => {
      seen.push(request.headers);
      const body = JSON.stringify({
        build: 7,
        you: request.headers['x-token'],
      });
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(body);
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    url = `http://${host}/builds`;
    ({ knex } = await openDatabase('SQLITE_3'));
    started = await startIncidents({
      knex,
      features: [ops, deploys],
      backend: { actions: { pluginSources: ['ops', 'incidents'] } },
      config: {
        plays: {
          http: { allow: ['127.0.0.1'] },
          secrets: { CI: { value: secret, hosts: [host] } },
        },
      },
    });
  });
  afterAll(async () => {
    await started.stop();
    other.close();
  });

  it('does what it says, and shows its secret nowhere', async () => {
    const ana = started.as('ana');
    const { plays, incidents } = contract;
    const { id, version } = await ana.call(plays.create, {
      body: { source: source(url) },
    });
    await ana.call(plays.setState, {
      params: { id },
      body: { version, state: 'enabled' },
    });
    await ana.call(incidents.create, {
      body: { entityRef: 'component:default/checkout', title: 'Down' },
    });
    const run = await until(async () => {
      const { items } = await ana.call(plays.runs, {});
      return items.find(({ endedAt }) => endedAt !== null);
    });
    const detail = await ana.call(plays.run, { params: { id: run.id } });
    expect(
      detail.steps.map(
        ({ id: step, state, text }) => `${step}: ${state} ${text}`,
      ),
    ).toEqual([
      expect.stringContaining('second: succeeded'),
      expect.stringContaining('worse: succeeded'),
      expect.stringContaining('call: succeeded'),
      expect.stringContaining('told: succeeded'),
      expect.stringContaining('restart: succeeded'),
      expect.stringContaining('freeze: succeeded'),
      expect.stringContaining('team: succeeded'),
    ]);
    expect(seen).toEqual([
      expect.objectContaining({
        'x-token': secret,
        'idempotency-key': `${run.id}/call/0`,
      }),
    ]);
    expect(detail.steps[4].output).toEqual({
      restarted: 'checkout',
      // By Muster, not by whoever approved the play.
      by: expect.stringContaining('"service"'),
    });
    const timeline = await ana.call(incidents.timeline, {
      params: { id: 'INC-1' },
      query: {},
    });
    const who = 'Play Everything v1 (approved by Ana Ruiz)';
    expect(timeline.items.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Paged Ben Okafor .*: paged by Play Everything v1/,
        ),
        `${who} changed severity from SEV3 to SEV1`,
        'The build is 7 for INC-1',
        `${who} told Ana Ruiz and Ben Okafor: Frozen: checkout for INC-1`,
      ]),
    );
    const rows = await Promise.all(
      ['play_runs', 'play_steps', 'play_attempts', 'timeline'].map(
        async table => knex(table).select(),
      ),
    );
    expect(JSON.stringify([detail, timeline, rows])).not.toContain('s3cr3t');
  });

  it('is started by other automation, in the name of whoever asks', async () => {
    const invoke = (name: string, input: object, person: string) =>
      started.http
        .post(
          `/api/incidents/.backstage/actions/v1/actions/incidents:${name}/invoke`,
        )
        .set(
          'authorization',
          mockCredentials.user.header(`user:default/${person}`),
        )
        .send(input);
    const list = await invoke('list-plays', {}, 'ana').expect(200);
    const [{ id }] = list.body.output.items;
    const input = { id, incidentId: 'INC-1', inputs: {} };
    // Carla has no part in the incident: what she starts may do what she may, and that is not to page others for it.
    const hers = await invoke('start-play', input, 'carla').expect(200);
    expect(hers.body.output).toMatchObject({
      startedBy: { kind: 'person', name: 'Carla Out' },
    });
    const refused = await until(async () => {
      const run = await started.as('carla').call(contract.plays.run, {
        params: { id: hers.body.output.id },
      });
      return run.endedAt === null ? undefined : run;
    });
    expect(refused.state).toBe('failed');
    expect(refused.steps[0].text).toContain(
      'Carla Out, who started the run, is neither in the team that owns INC-1 nor a responder of it',
    );
  });
});
