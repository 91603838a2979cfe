import {
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Endpoint, isRead } from '@muster/backstage-plugin-incidents-common';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Admission, AdmissionOptions } from './Admission';
import { Audit } from './Audit';
import { asUnavailable } from './database';
import { parse } from './errors';
import { jsonBody, withoutNul } from './jsonBody';
import { Call, RawRequest, Serving } from './serving';

/** When a caller should come back after 503. */
const retryAfterSeconds = '5';

type Serve = (
  request: RawRequest,
  credentials: BackstageCredentials,
) => Promise<unknown>;

/** What the server of endpoints needs. */
export interface EndpointServerOptions extends AdmissionOptions {
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly audit: Audit;
  /** Whether an answer against the contract is an error. */
  readonly strictAnswers: boolean;
  /** Called after each call that may have changed something, with the endpoint's id. Must not throw. */
  readonly onChange: (endpointId: string) => void;
}

/** Mounts the endpoints of the contract: authenticate, authorize, parse, call, answer. */
export class EndpointServer {
  readonly router = Router();
  readonly #options: EndpointServerOptions;
  readonly #admission: Admission;
  readonly #served = new Map<string, Serve>();

  constructor(options: EndpointServerOptions) {
    this.#options = options;
    this.#admission = new Admission(options);
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
        const caller = await this.#admission.callerOf(credentials);
        const call = {
          params: parse('params', endpoint.params, cleaned(request.params)),
          query: parse('query', endpoint.query, cleaned(request.query)),
          body: parse('body', endpoint.body, request.body),
          caller,
          credentials,
        };
        const run = async () => {
          const subjects = (await serving.subjects?.(call)) ?? [];
          await this.#admission.admit(
            endpoint,
            call,
            subjects,
            serving.filters,
          );
          for (const permission of serving.needs?.(call) ?? []) {
            await this.#admission.permit(permission, credentials);
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
