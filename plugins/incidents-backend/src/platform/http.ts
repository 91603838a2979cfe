import {
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  Caller,
  Endpoint,
  incidentReadPermission,
  isRead,
  passesFloor,
  Severity,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import {
  AuthorizeResult,
  BasicPermission,
  isResourcePermission,
  Permission,
} from '@backstage/plugin-permission-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Audit } from './Audit';
import { asUnavailable } from './database';
import { parse } from './errors';
import { jsonBody, withoutNul } from './jsonBody';

/** A parsed request of an endpoint. */
export interface Call<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** A subject that Backstage's rules can look at, besides the floor. */
export interface GuardedSubject extends Subject {
  /** The incident in question, for permissions of that resource type. */
  readonly incidentId?: number;
  /** For what is no incident and is read by whoever may read an incident like it. */
  readonly like?: IncidentLike;
}

/** What permission policies look at in an incident; what outlives one has it too. */
export interface IncidentLike {
  readonly severity: Severity;
  readonly owner: { readonly ref: string } | null;
  readonly system: { readonly ref: string } | null;
}

/**
 * Checks a resource permission on one incident, by its id or by what it is like; or, without either, whether it may be
 * granted for any at all; the incidents room implements it.
 */
export type CheckIncident = (
  permission: Permission,
  incident: number | IncidentLike | undefined,
  credentials: BackstageCredentials,
) => Promise<boolean>;

/** How an endpoint of the contract is served. */
export interface Serving<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  /**
   * Everything that the call touches, for the floor and for Backstage's rules. Without it the
   * endpoint must be open to every signed-in person (or be for admins), and a list filters by itself.
   */
  subjects?(call: Call<P, Q, B>): Promise<readonly GuardedSubject[]>;
  /** Permissions that this very call needs besides that of the endpoint. */
  needs?(call: Call<P, Q, B>): readonly BasicPermission[];
  /** Whether this very call changes something; what the endpoint says when left out. */
  changes?(call: Call<P, Q, B>): boolean;
  /** The handler itself leaves out what Backstage's policy hides from the caller. */
  readonly filters?: true;
  handle(call: Call<P, Q, B>): Promise<z.input<R>>;
}

const refusal = {
  'signed-in':
    'This needs a signed-in person; services may only read. Sign in and try again.',
  responder:
    'Only members of the owning team, responders of the incident and admins may do this. Join the incident, or ask the team.',
  owner: 'Only members of the owning team and admins may do this.',
  admin: 'Only admins (incidents.admins in the configuration) may do this.',
};

/** When a caller should come back after 503. */
const retryAfterSeconds = '5';

/** A request as it came, before it is parsed. */
export interface RawRequest {
  readonly params: object;
  readonly query: object;
  readonly body: unknown;
}

type Serve = (
  request: RawRequest,
  credentials: BackstageCredentials,
) => Promise<unknown>;

/** Mounts the endpoints of the contract: authenticate, authorize, parse, call, answer. */
export class EndpointServer {
  readonly router = Router();
  readonly #options: EndpointServerOptions;
  readonly #served = new Map<string, Serve>();

  constructor(options: EndpointServerOptions) {
    this.#options = options;
    this.router.use('/v1', jsonBody());
  }

  /** Ids of the endpoints that are served. */
  get mounted(): ReadonlySet<string> {
    return new Set(this.#served.keys());
  }

  /**
   * Serves an endpoint to a caller within this process, such as one that comes through the portal's actions registry:
   * with the checks, the audit and the answer of a request over HTTP.
   */
  async call(
    { id }: Pick<Endpoint, 'id'>,
    request: RawRequest,
    credentials: BackstageCredentials,
  ): Promise<unknown> {
    const serve = this.#served.get(id);
    if (!serve) throw new NotFoundError(`${id} is not served here`);
    return serve(request, credentials);
  }

  /** Serves one endpoint. */
  mount<
    P extends z.ZodType,
    Q extends z.ZodType,
    B extends z.ZodType,
    R extends z.ZodType,
  >(endpoint: Endpoint<P, Q, B, R>, serving: Serving<P, Q, B, R>): void {
    const serve: Serve = async (request, credentials) => {
      try {
        const caller = await this.callerOf(credentials);
        const call = {
          params: parse('params', endpoint.params, cleaned(request.params)),
          query: parse('query', endpoint.query, cleaned(request.query)),
          body: parse('body', endpoint.body, request.body),
          caller,
          credentials,
        };
        const run = async () => {
          const subjects = (await serving.subjects?.(call)) ?? [];
          await this.#authorize(endpoint, call, subjects, serving.filters);
          for (const permission of serving.needs?.(call) ?? []) {
            await this.#permit(permission, credentials);
          }
          return serving.handle(call);
        };
        const changes = serving.changes?.(call) ?? !isRead(endpoint);
        const answer =
          changes && !hasTimeline(endpoint)
            ? await this.#audited(endpoint, call, run)
            : await run();
        if (changes) this.#options.onChange(endpoint.id);
        return this.#checked(endpoint, answer);
      } catch (error) {
        throw asUnavailable(error);
      }
    };
    this.#served.set(endpoint.id, serve);
    this.router[endpoint.method](endpoint.path, async (req, res) => {
      try {
        const credentials = await this.#options.httpAuth.credentials(req, {
          allow: ['user', 'service'],
        });
        const { params, query } = req;
        const request = { params, query, body: req.body ?? {} };
        res.status(endpoint.status).json(await serve(request, credentials));
      } catch (error) {
        const fault = asUnavailable(error);
        if (isError(fault) && fault.name === ServiceUnavailableError.name) {
          res.set('Retry-After', retryAfterSeconds);
        }
        throw fault;
      }
    });
  }

  /** Runs a change with a line in the audit of what became of it. */
  async #audited<T>(
    endpoint: Endpoint,
    call: Call<z.ZodType, z.ZodType, z.ZodType>,
    run: () => Promise<T>,
  ): Promise<T> {
    const change = await this.#options.audit.begin(endpoint, call);
    let answer: T;
    try {
      answer = await run();
    } catch (error) {
      const reason = isError(error) ? error : new Error(String(error));
      await this.#asWellAsItCan(endpoint, change.refused(reason));
      throw error;
    }
    await this.#asWellAsItCan(endpoint, change.done());
    return answer;
  }

  /** What has become of a change is not altered by failing to write it down: its line then stays `begun`. */
  async #asWellAsItCan(
    { id }: Endpoint,
    writing: Promise<void>,
  ): Promise<void> {
    await writing.catch(error => {
      this.#options.logger.warn(
        `What became of a call of ${id} could not be written into the audit: ${error}`,
      );
    });
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

  async #authorize(
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
    await this.#permit(permission, credentials);
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
  async #permit(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) throw notPermitted(permission);
  }

  /** Answers that break the contract fail in tests and development; in production they are logged and served. */
  #checked(endpoint: Endpoint, answer: unknown): unknown {
    const result = endpoint.response.safeParse(answer);
    if (result.success) return result.data;
    const fault = `${endpoint.id} answers against its contract: ${z.prettifyError(result.error)}`;
    if (this.#options.strictAnswers) throw new Error(fault);
    this.#options.logger.warn(fault);
    return answer;
  }
}

/** What the server of endpoints needs. */
export interface EndpointServerOptions {
  readonly auth: {
    isPrincipal: import('@backstage/backend-plugin-api').AuthService['isPrincipal'];
  };
  readonly httpAuth: HttpAuthService;
  readonly userInfo: UserInfoService;
  readonly permissions: PermissionsService;
  readonly logger: LoggerService;
  /** `incidents.admins`: group (or user) refs, full and lower-case. */
  readonly admins: readonly string[];
  readonly checkIncident: CheckIncident;
  readonly audit: Audit;
  /** Whether an answer against the contract is an error. */
  readonly strictAnswers: boolean;
  /** Called after each call that may have changed something, with the endpoint's id. Must not throw. */
  readonly onChange: (endpointId: string) => void;
}

/** What becomes of an incident is told by its timeline. */
const hasTimeline = ({ id }: Endpoint): boolean => id.startsWith('incidents.');

function cleaned(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      withoutNul(name, value),
    ]),
  );
}

function notPermitted(permission: Permission): NotAllowedError {
  return new NotAllowedError(
    `Your portal's permission policy does not allow ${permission.name}. Ask an administrator of the portal.`,
  );
}
