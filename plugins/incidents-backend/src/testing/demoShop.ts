import { Entity } from '@backstage/catalog-model';

const entity = (
  kind: string,
  name: string,
  rest: {
    title?: string;
    annotations?: Record<string, string>;
    spec?: Record<string, string | Record<string, string>>;
    relations?: [type: string, target: string][];
  } = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: {
    name,
    namespace: 'default',
    title: rest.title,
    annotations: rest.annotations,
  },
  spec: rest.spec ?? {},
  relations: (rest.relations ?? []).map(([type, targetRef]) => ({
    type,
    targetRef,
  })),
});

const person = (name: string, displayName: string): Entity =>
  entity('User', name, {
    spec: { profile: { displayName, email: `${name}@example.test` } },
  });

const group = (name: string, title: string, members: string[]): Entity =>
  entity('Group', name, {
    spec: { type: 'team', profile: { displayName: title } },
    relations: members.map(member => ['hasMember', `user:default/${member}`]),
  });

/** A small shop for tests: two teams, an admin, somebody outside, a catch-all. */
export const demoShop: Entity[] = [
  person('ana', 'Ana Ruiz'),
  person('ben', 'Ben Okafor'),
  person('carla', 'Carla Out'),
  person('dora', 'Dora Admin'),
  person('night', 'Night Watch'),
  group('payments', 'Payments', ['ana', 'ben']),
  group('search', 'Search', ['carla']),
  group('admins', 'Admins', ['dora']),
  group('watch', 'Night watch', ['night']),
  entity('System', 'shop', {
    relations: [['ownedBy', 'group:default/payments']],
  }),
  entity('Component', 'checkout', {
    spec: { type: 'service' },
    annotations: { 'incidents/tier': '1', 'incidents/runbook': 'docs/runbook' },
    relations: [
      ['ownedBy', 'group:default/payments'],
      ['partOf', 'system:default/shop'],
    ],
  }),
  entity('Component', 'search', {
    spec: { type: 'service' },
    relations: [['ownedBy', 'group:default/search']],
  }),
  entity('Component', 'orphan', { spec: { type: 'service' } }),
];

/** Groups through which each person of the shop owns things. */
export const ownershipOf: Readonly<Record<string, readonly string[]>> = {
  'user:default/ana': ['group:default/payments'],
  'user:default/ben': ['group:default/payments'],
  'user:default/carla': ['group:default/search'],
  'user:default/dora': ['group:default/admins'],
  'user:default/night': ['group:default/watch'],
};
