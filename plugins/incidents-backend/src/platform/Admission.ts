import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  isResourcePermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  Caller,
  Endpoint,
  incidentReadPermission,
  isRead,
  passesFloor,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Call, CheckIncident, GuardedSubject, IncidentLike } from './serving';

const refusal = {
  'signed-in':
    'This needs a signed-in person; services may only read. Sign in and try again.',
  responder:
    'Only members of the owning team, responders of the incident and admins may do this. Join the incident, or ask the team.',
  owner: 'Only members of the owning team and admins may do this.',
  admin: 'Only admins (incidents.admins in the configuration) may do this.',
};

/** What deciding about callers needs. */
export interface AdmissionOptions {
  readonly auth: Pick<AuthService, 'isPrincipal'>;
  readonly userInfo: UserInfoService;
  readonly permissions: PermissionsService;
  /** `incidents.admins`: group (or user) refs, full and lower-case. */
  readonly admins: readonly string[];
  readonly checkIncident: CheckIncident;
}

/** Who calls, and whether they may: the floor first, then what the portal's permission policy narrows. */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Who calls: a person with their groups, or a service. */
  async callerOf(credentials: BackstageCredentials): Promise<Caller> {
    const { auth, userInfo, admins } = this.#options;
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } =
        await userInfo.getUserInfo(credentials);
      return {
        kind: 'person',
        ref: userEntityRef.toLocaleLowerCase('en-US'),
        ownership: ownershipEntityRefs.map(ref =>
          ref.toLocaleLowerCase('en-US'),
        ),
        isAdmin: ownershipEntityRefs.some(ref =>
          admins.includes(ref.toLocaleLowerCase('en-US')),
        ),
      };
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return { kind: 'service', subject: credentials.principal.subject };
    }
    throw new NotAllowedError('Sign in to use incidents');
  }

  /**
   * Lets a call of `endpoint` pass that touches `subjects`. With `filters` the handler itself leaves out what
   * Backstage's policy hides.
   *
   * @throws NotAllowedError unless the floor and the portal's policy allow it
   */
  async admit(
    endpoint: Endpoint,
    {
      caller,
      credentials,
    }: Pick<Call<z.ZodType, z.ZodType, z.ZodType>, 'caller' | 'credentials'>,
    subjects: readonly GuardedSubject[],
    filters: true | undefined,
  ): Promise<void> {
    const { access, permission } = endpoint;
    if (
      access !== 'public' &&
      !passesFloor(access, isRead(endpoint), caller, subjects)
    ) {
      throw new NotAllowedError(refusal[access]);
    }
    if (!permission || filters) return;
    const incidents = subjects.map(
      ({ incidentId, like }) => incidentId ?? like,
    );
    // Who may not see an incident may not act on it either: answers tell what it is like.
    if (isResourcePermission(permission)) {
      for (const asked of new Set([incidentReadPermission, permission])) {
        await this.#permitFor(
          asked,
          incidents.length > 0 ? incidents : [undefined],
          credentials,
        );
      }
      return;
    }
    await this.permit(permission, credentials);
    const known = incidents.filter(incident => incident !== undefined);
    await this.#permitFor(incidentReadPermission, known, credentials);
  }

  /** @throws NotAllowedError unless the portal's policy allows it for each of the incidents */
  async #permitFor(
    permission: Permission,
    incidents: readonly (number | IncidentLike | undefined)[],
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { checkIncident } = this.#options;
    for (const incident of incidents) {
      if (!(await checkIncident(permission, incident, credentials))) {
        throw notPermitted(permission);
      }
    }
  }

  /** @throws NotAllowedError unless the portal's policy allows it */
  async permit(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) throw notPermitted(permission);
  }
}

function notPermitted(permission: Permission): NotAllowedError {
  return new NotAllowedError(
    `Your portal's permission policy does not allow ${permission.name}. Ask an administrator of the portal.`,
  );
}
