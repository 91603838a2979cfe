import { Permission } from '@backstage/plugin-permission-common';
import { z } from 'zod';

/**
 * The floor that the server always enforces (domain.md, "Who may do what"):
 *
 * - `public` – no Backstage credentials; the endpoint checks a key or a signature of its own
 * - `signed-in` – any signed-in person; services may read
 * - `responder` – members of the subject's owner group, its responders, admins
 * - `owner` – members of the subject's owner group, admins
 * - `admin` – members of `incidents.admins`
 *
 * @public
 */
export type Access = 'public' | 'signed-in' | 'responder' | 'owner' | 'admin';

/** One row of the contract: everything both sides need to know of an endpoint. @public */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** `room.verb`: the operation id of the OpenAPI document. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/incidents`, with `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** The Backstage permission that may narrow the floor further. */
  readonly permission?: Permission;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
  /** Status of success. */
  readonly status: 200 | 201 | 202;
  /** It changes nothing, although it is no GET, since it carries a body. What it may change is then guarded by its handler. */
  readonly reads?: true;
  /** Fields of the body that are secret or a person's own, and are left out of the audit. */
  readonly secrets?: readonly string[];
  /** Of an answer that is a text and not JSON; `IncidentsClient` does not call such an endpoint. */
  readonly mediaType?: string;
}

/** Whether an endpoint changes nothing, so that services may call it. @public */
export const isRead = ({ method, reads }: Endpoint): boolean =>
  method === 'get' || reads === true;

/** Where an endpoint is: what it takes to call it, without its schemas. @public */
export type Address = Pick<Endpoint, 'id' | 'method' | 'path'>;

/** The address of one endpoint of the contract, with its types and no more. @public */
export interface AddressOf<E extends Endpoint> extends Address {
  /** Exists for the compiler only: it is how a call knows its input and its answer. */
  readonly types?: E;
}

/** The endpoint that is called by an address, or by the endpoint itself. @public */
export type EndpointAt<A extends Address> = A extends Endpoint
  ? A
  : A extends AddressOf<infer E>
    ? E
    : never;

const nothing = z.object({});

/** What most endpoints lack; spread it first: `endpoint({ ...plain, id: …, query: … })`. @public */
export const plain = {
  params: nothing,
  query: nothing,
  body: nothing,
  status: 200 as const,
};

/** Declares an endpoint; the types of its four schemas are kept. @public */
export const endpoint = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(
  spec: Endpoint<Params, Query, Body, Response>,
): Endpoint<Params, Query, Body, Response> => spec;
