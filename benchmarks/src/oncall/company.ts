import { Knex } from 'knex';

/** A large company: services of teams, each with a schedule of two layers and a policy that pages it. */
export const company = { services: 10_000, teams: 200, people: 1_000 };

const dayMs = 24 * 3600 * 1000;
const nobody = JSON.stringify({ ref: 'user:default/bench', name: 'Bench' });

/**
 * Fills the directory, schedules, policies and bindings as they are after the catalog was read and teams
 * have set themselves up. The portal's own catalog does not have these entities: each of its readings
 * takes them for vanished, until `confirm`.
 */
export async function fillCompany(knex: Knex): Promise<void> {
  const at = new Date();
  const insert = (table: string, rows: object[]) =>
    knex.batchInsert(`incidents.${table}`, rows, 500);
  const groupOf = (team: number) => `group:default/bench-${team}`;
  const personOf = (team: number, number: number) =>
    `user:default/bench-${team}-${number}`;
  const members = company.people / company.teams;
  const teams = Array.from({ length: company.teams }, (_, team) => team);
  const numbers = Array.from({ length: members }, (_, number) => number);
  const entity = (ref: string, title: string, ownerRef: string | null) => {
    const kind = ref.slice(0, ref.indexOf(':'));
    const facts = {
      ref,
      kind,
      title,
      ownerRef,
      systemRef: null,
      domainRef: null,
      parentRef: null,
      email: null,
      leadRef: null,
      tier: null,
      severityFloor: null,
      runbook: null,
      policyAnnotation: null,
      problems: [],
      memberRefs: [],
    };
    return {
      ref,
      parent_ref: null,
      fingerprint: `bench ${ref}`,
      facts: JSON.stringify(facts),
      confirmed_at: at,
      vanished_at: null,
    };
  };
  await insert('directory_entities', [
    ...teams.map(team => entity(groupOf(team), `Team ${team}`, null)),
    ...teams.flatMap(team =>
      numbers.map(number =>
        entity(personOf(team, number), `Person ${team}.${number}`, null),
      ),
    ),
    ...Array.from({ length: company.services }, (_, n) =>
      entity(
        `component:default/bench-${n}`,
        `Service ${n}`,
        groupOf(n % company.teams),
      ),
    ),
  ]);
  await insert(
    'directory_members',
    teams.flatMap(team =>
      numbers.map(number => ({
        group_ref: groupOf(team),
        person_ref: personOf(team, number),
      })),
    ),
  );
  const document = (id: string, team: number, content: object) => ({
    id,
    name: id,
    owner_ref: groupOf(team),
    document: JSON.stringify({
      name: id,
      ownerRef: groupOf(team),
      description: '',
      ...content,
    }),
    version: 1,
    updated_at: at,
    updated_by: nobody,
  });
  const schedules = teams.map(team =>
    document(
      `bench-schedule-${team}`,
      team,
      rota(numbers.map(number => personOf(team, number))),
    ),
  );
  await insert(
    'schedules',
    // Nobody is to be told of hand-offs.
    schedules.map(row => ({
      ...row,
      watch_at: new Date(at.getTime() + 30 * dayMs),
    })),
  );
  await insert(
    'schedule_versions',
    schedules.map(row => ({
      schedule_id: row.id,
      version: 1,
      effective_from: null,
      document: row.document,
      saved_at: at,
      saved_by: nobody,
    })),
  );
  await insert(
    'policies',
    teams.map(team =>
      document(`bench-policy-${team}`, team, {
        repeat: 0,
        steps: [
          {
            targets: [{ type: 'schedule', id: `bench-schedule-${team}` }],
            delayMinutes: 5,
          },
        ],
      }),
    ),
  );
  await insert(
    'policy_bindings',
    teams.map(team => ({
      entity_ref: groupOf(team),
      policy_id: `bench-policy-${team}`,
      bound_at: at,
      bound_by: nobody,
    })),
  );
  await knex.raw(
    'analyze incidents.directory_entities, incidents.directory_members',
  );
}

/** Takes back that a reading of the portal's own catalog has not found the company. */
export async function confirm(knex: Knex): Promise<void> {
  await knex('incidents.directory_entities')
    .whereLike('fingerprint', 'bench %')
    .whereNotNull('vanished_at')
    .update({ vanished_at: null });
}

/** Working hours by weeks, and the rest by days. */
function rota(people: readonly string[]): object {
  const rotation = {
    every: 1,
    startDate: '2026-01-05',
    handoffTime: '09:00',
    moreHandoffs: [],
    count: 'all-days',
    extendsBefore: false,
  };
  const layer = {
    timezone: null,
    restrictions: [],
    besideAbove: false,
    effectiveFrom: null,
    until: null,
  };
  return {
    timezone: 'Europe/Zurich',
    layers: [
      {
        ...layer,
        name: 'Working hours',
        restrictions: [
          {
            days: ['mon', 'tue', 'wed', 'thu', 'fri'],
            start: '09:00',
            end: '17:00',
            timezone: null,
          },
        ],
        rotation: {
          ...rotation,
          unit: 'week',
          participants: people.slice(0, 3),
        },
      },
      {
        ...layer,
        name: 'The rest',
        rotation: { ...rotation, unit: 'day', participants: people.slice(3) },
      },
    ],
  };
}
