import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isPermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  incidentManagePermission,
  incidentPermissions,
  incidentReadPermission,
  incidentRespondPermission,
  RESOURCE_TYPE_INCIDENT,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Database } from '../platform/database';
import { IncidentLike } from '../platform/serving';
import { IncidentCriteria, IncidentFilter } from './criteria';
import { findIncident } from './store';

/** Incidents in Backstage's permission framework. */
const incidentResourceRef = createPermissionResourceRef<
  IncidentLike,
  IncidentFilter
>().with({ pluginId: 'incidents', resourceType: RESOURCE_TYPE_INCIDENT });

const refsSchema = z.object({
  refs: z.array(z.string()).describe('Full entity refs, lower-case'),
});

/** Incidents of entities that one of these groups or people owns. */
export const isIncidentOwner = createPermissionRule({
  name: 'IS_INCIDENT_OWNER',
  description: 'Allow incidents whose entity is owned by one of the refs',
  resourceRef: incidentResourceRef,
  paramsSchema: refsSchema,
  apply: (incident, { refs }) =>
    incident.owner !== null && refs.includes(incident.owner.ref),
  toQuery: ({ refs }) => ({ column: 'owner_ref' as const, values: refs }),
});

/** Incidents of entities in one of these systems. */
const isInSystem = createPermissionRule({
  name: 'IS_IN_SYSTEM',
  description: 'Allow incidents whose entity is part of one of the systems',
  resourceRef: incidentResourceRef,
  paramsSchema: refsSchema,
  apply: (incident, { refs }) =>
    incident.system !== null && refs.includes(incident.system.ref),
  toQuery: ({ refs }) => ({ column: 'system_ref' as const, values: refs }),
});

/** Incidents of one of these severities. */
const hasSeverity = createPermissionRule({
  name: 'HAS_SEVERITY',
  description: 'Allow incidents of one of the severities',
  resourceRef: incidentResourceRef,
  paramsSchema: z.object({ severities: z.array(z.string()) }),
  apply: (incident, { severities }) => severities.includes(incident.severity),
  toQuery: ({ severities }) => ({
    column: 'severity' as const,
    values: severities,
  }),
});

/** Every rule about incidents. */
const incidentRules = [isIncidentOwner, isInSystem, hasSeverity];

/** Finds by its number what policies look at as at an incident. */
export type FindLike = (id: number) => Promise<IncidentLike | undefined>;

/** Asks Backstage's permission framework about incidents. It can only narrow the floor. */
export class IncidentAccess {
  readonly #permissions: PermissionsService;
  readonly #database: Database;
  readonly #toCriteria: ReturnType<
    typeof createConditionTransformer<IncidentFilter>
  >;
  readonly #meets: (
    decision: PolicyDecision,
    incident: IncidentLike | undefined,
  ) => boolean;

  readonly #others = new Map<string, FindLike>();

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    database: Database;
  }) {
    this.#permissions = options.permissions;
    this.#database = options.database;
    options.permissionsRegistry.addResourceType({
      resourceRef: incidentResourceRef,
      permissions: [...incidentPermissions],
      rules: incidentRules,
      getResources: refs => Promise.all(refs.map(ref => this.#resource(ref))),
    });
    const ruleset =
      options.permissionsRegistry.getPermissionRuleset(incidentResourceRef);
    this.#toCriteria = createConditionTransformer(ruleset);
    this.#meets = createConditionAuthorizer(ruleset);
  }

  /** The incidents that the caller may read: all (undefined), none, or those that meet the criteria. */
  async readable(
    credentials: BackstageCredentials,
  ): Promise<'none' | IncidentCriteria | undefined> {
    const decision = await this.#decide(incidentReadPermission, credentials);
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      return this.#toCriteria(decision.conditions);
    }
    return decision.result === AuthorizeResult.ALLOW ? undefined : 'none';
  }

  /** Whether the caller has `permission` on one incident, or on what is like one. */
  async allows(
    permission: Permission,
    incident: IncidentLike | undefined,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    return this.#meets(await this.#decide(permission, credentials), incident);
  }

  /** As `allows`, for an incident that is not at hand; without an id: whether for any at all. */
  async allowsById(
    permission: Permission,
    incidentId: number | undefined,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const decision = await this.#decide(permission, credentials);
    if (decision.result === AuthorizeResult.ALLOW) return true;
    if (incidentId === undefined) {
      return decision.result === AuthorizeResult.CONDITIONAL;
    }
    return this.#meets(
      decision,
      await findIncident(this.#database.knex, incidentId),
    );
  }

  /**
   * Has refs such as `postmortem:12` stand for what is no incident and is read by whoever may read an incident like it;
   * portal search asks so.
   */
  knows(kind: string, find: FindLike): void {
    this.#others.set(kind, find);
  }

  async #resource(ref: string): Promise<IncidentLike | undefined> {
    const [, kind, id] = /^(?:([a-z]+):)?(\d{1,9})$/.exec(ref) ?? [];
    if (id === undefined) return undefined;
    return kind === undefined
      ? findIncident(this.#database.knex, Number(id))
      : this.#others.get(kind)?.(Number(id));
  }

  async #decide(
    permission: Permission,
    credentials: BackstageCredentials,
  ): Promise<PolicyDecision> {
    const asked = [
      incidentReadPermission,
      incidentRespondPermission,
      incidentManagePermission,
    ].find(known => isPermission(permission, known));
    if (!asked) throw new Error(`${permission.name} is not about incidents`);
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: asked }],
      { credentials },
    );
    return decision;
  }
}
