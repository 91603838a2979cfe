import { mockCredentials } from '@backstage/backend-test-utils';

const person = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** Who calls: the header `Authorization` of each. Checkout, which most requests are about, is Payments’. */
export const roles = {
  anonymous: mockCredentials.none.header(),
  forger: mockCredentials.user.invalidHeader(),
  service: mockCredentials.service.header(),
  outsider: person('carla'),
  member: person('ana'),
  responder: person('night'),
  admin: person('dora'),
} as const;
/** One of them. */
export type Role = keyof typeof roles;

/** Whether the caller is nobody that the portal knows. */
export const isStranger = (role: Role): boolean =>
  role === 'anonymous' || role === 'forger';
