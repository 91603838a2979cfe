import { Entity } from '@backstage/catalog-model';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { CaseDatabases, DatabaseKind } from './databases';
import { effectChecks, Trial } from './eventsEffects';
import {
  EventsCase,
  EventsFile,
  eventsFileSchema,
  undocumented,
} from './eventsFormat';
import { stateDifferences } from './eventsState';
import { bodyOf, expand } from './expand';
import { parseVectors } from './parseVectors';
import { CaseResult, Difference } from './result';
import { snapshotOf, stepsThatAreDue } from './snapshot';
import { Portal, startPortal } from './startPortal';
import { answerDifferences, proseDifferences, send, statuses } from './wire';

/** Keys of the file with a meaning of their own; every other name is a service. */
const neverIssued = 'unknown';
const switchedOff = 'disabled';

/** Where cases run. */
export interface RunOptions {
  readonly database: DatabaseKind;
  /** Address of a PostgreSQL server. */
  readonly url?: string;
}

/**
 * Runs every case of an Events API file against the real plugin, each on a database of its own.
 *
 * @throws UsageError when the file is not of the documented format
 */
export async function* runEvents(
  file: unknown,
  options: RunOptions,
): AsyncGenerator<CaseResult> {
  const { keys, cases } = parseVectors(
    eventsFileSchema,
    file,
    'Events API vectors',
  );
  const seen = new Set<string>();
  const databases = await CaseDatabases.create(options.database, options.url);
  try {
    for (const one of cases) {
      const differences = await runCase(keys, one, databases, seen);
      yield differences.length === 0
        ? { id: one.id, outcome: 'passed' }
        : { id: one.id, outcome: 'failed', differences };
    }
  } finally {
    await databases.drop();
  }
}

async function runCase(
  keys: EventsFile['keys'],
  one: EventsCase,
  databases: CaseDatabases,
  seen: Set<string>,
): Promise<Difference[]> {
  const services = Object.keys(keys).filter(
    name => name !== neverIssued && name !== switchedOff,
  );
  const limits = one.given.flatMap(step =>
    'config' in step ? [step.config] : [],
  );
  const database = await databases.open();
  let portal: Portal | undefined;
  try {
    portal = await startPortal({
      knex: database.knex,
      entities: services.flatMap(entitiesOf),
      config: Object.assign({}, ...limits),
    });
    const ids = await createIntegrations(portal, keys, services);
    return await tryCase(portal, one, { ids, services, seen });
  } finally {
    await portal?.stop();
    await database.drop();
  }
}

async function tryCase(
  portal: Portal,
  one: EventsCase,
  {
    ids,
    services,
    seen,
  }: {
    ids: readonly string[];
    services: readonly string[];
    seen: Set<string>;
  },
): Promise<Difference[]> {
  for (const [index, step] of one.given.entries()) {
    if ('config' in step) continue;
    const wanted = statuses(step.givenStatus ?? one.givenStatus);
    for (const { status, text } of await send(portal.baseUrl, step)) {
      if (wanted.includes(status)) continue;
      return [
        {
          what: `status of given[${index}]`,
          expected: wanted,
          actual: `${status} ${text}`,
        },
      ];
    }
  }
  const request = {
    ...one.request,
    concurrency: one.request.concurrency ?? one.concurrency,
    bodyGen: one.request.bodyGen ?? one.bodyGen,
  };
  const refs = services.map(refOf);
  const before = await snapshotOf(portal, ids, refs);
  const answers = await send(portal.baseUrl, request);
  await stepsThatAreDue(portal);
  const after = await snapshotOf(portal, ids, refs);
  const trial: Trial = {
    portal,
    before,
    answers,
    after,
    sent: bodyOf(request).json,
  };
  const expected = expand(one.expect);
  const effect =
    expected.effect ?? expected.effectByStatus?.[String(answers[0].status)];
  return [
    ...undocumented(one).map(name => ({
      what: name,
      expected: 'an expectation that the format documents',
      actual: 'unknown to the runner',
    })),
    ...answers.flatMap(answer => answerDifferences(answer, expected)),
    ...proseDifferences(answers, expected.bodyHas ?? {}, seen),
    ...(effect ? await effectChecks[effect](trial) : []),
    ...(expected.state ? await stateDifferences(trial, expected.state) : []),
  ];
}

/** One integration for each service; the switched-off one belongs to the first. */
async function createIntegrations(
  { client }: Portal,
  keys: EventsFile['keys'],
  services: readonly string[],
): Promise<string[]> {
  const { createIntegration, revokeIntegration } = contract.alerts;
  const names = Object.keys(keys).filter(name => name !== neverIssued);
  const ids: string[] = [];
  for (const name of names) {
    const service = name === switchedOff ? services[0] : name;
    const { id } = await client.call(createIntegration, {
      body: { name, entityRef: refOf(service), key: keys[name] },
    });
    if (name === switchedOff) {
      await client.call(revokeIntegration, { params: { id } });
    }
    ids.push(id);
  }
  return ids;
}

function refOf(service: string): string {
  return `component:default/${service.toLocaleLowerCase('en-US')}`;
}

/** A service, the team that owns it and the one person in the team. */
function entitiesOf(service: string): Entity[] {
  const entity = (
    kind: string,
    name: string,
    relation?: [type: string, targetRef: string],
    spec: Entity['spec'] = {},
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec,
    relations: relation && [{ type: relation[0], targetRef: relation[1] }],
  });
  const person = `${service}-responder`;
  const team = `${service}-team`;
  return [
    entity('User', person, undefined, {
      profile: { email: `${person}@example.test` },
    }),
    entity('Group', team, ['hasMember', `user:default/${person}`]),
    entity('Component', service, ['ownedBy', `group:default/${team}`]),
  ];
}
