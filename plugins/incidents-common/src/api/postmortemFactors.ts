import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import { instantSchema, namedRefSchema, textSchema } from '../primitives';
import { entityRefSchema } from '../refSchema';
import { endpoint, plain } from './endpoint';
import { byPostmortem } from './postmortemShapes';

/** A factor that postmortems share, by its name: how recurring ones are found. @public */
export const factorSchema = z.object({
  id: z.string(),
  /** `Connection pool exhausted`. */
  name: z.string(),
  /** Published postmortems that name it and that the caller may read. */
  postmortems: z.number().int(),
});
/** @public */
export type Factor = z.infer<typeof factorSchema>;

/** A factor in a report of what recurs. @public */
export const reportedFactorSchema = factorSchema.extend({
  /** When the newest of those postmortems happened; null while none is published. */
  lastAt: instantSchema.nullable(),
  /** Not verified, of postmortems that name it and that the caller may read; those against another of their factors are left out; null unless asked for. */
  openFollowUps: z.number().int().nullable(),
});
/** @public */
export type ReportedFactor = z.infer<typeof reportedFactorSchema>;

/** One answer to "why?"; its children answer why it was so. @public */
export const factorNodeSchema = z.object({
  id: z.string(),
  /** Null for one of the first answers. */
  parentId: z.string().nullable(),
  /** Among its siblings, from 0. */
  position: z.number().int(),
  text: z.string(),
  factor: z
    .object({
      id: z.string(),
      name: z.string(),
      /** In how many other published postmortems it stands. */
      elsewhere: z.number().int(),
    })
    .nullable(),
  version: z.number().int(),
});
/** @public */
export type FactorNode = z.infer<typeof factorNodeSchema>;

const treeSchema = z.object({ tree: z.array(factorNodeSchema) });
const byNode = byPostmortem.extend({ nodeId: z.string().min(1).max(64) });
const changed = {
  ...plain,
  access: 'responder' as const,
  permission: postmortemWritePermission,
  response: treeSchema,
};

/** @public */
export const postmortemFactorsApi = {
  factors: endpoint({
    ...plain,
    id: 'postmortems.factors',
    method: 'get',
    path: '/v1/factors',
    summary:
      'Factors by how often they recur; for choosing one, and for reports',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({
      /** The beginning of a word of its name. */
      q: z.string().max(100).optional(),
      entityRef: entityRefSchema.optional(),
      ownerRef: entityRefSchema.optional(),
      /** Whether follow-ups are counted, too. */
      followUps: z.stringbool().default(false),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    response: z.object({ items: z.array(reportedFactorSchema) }),
  }),
  factor: endpoint({
    ...plain,
    id: 'postmortems.factor',
    method: 'get',
    path: '/v1/factors/:factorId',
    summary: 'One factor with where it was seen, newest first',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ factorId: z.string().min(1).max(64) }),
    response: factorSchema.extend({
      seen: z.array(
        z.object({
          postmortem: z.object({
            id: z.number().int(),
            name: z.string(),
            title: z.string(),
          }),
          entity: namedRefSchema,
          occurredAt: z.string(),
          text: z.string(),
        }),
      ),
    }),
  }),
  addFactor: endpoint({
    ...changed,
    id: 'postmortems.add-factor',
    method: 'post',
    path: '/v1/postmortems/:id/factors',
    summary: 'Answer a why',
    params: byPostmortem,
    body: z.object({
      parentId: z.string().max(64).nullable().default(null),
      text: textSchema(1000),
      /** Names the factor; one that there is under this name (whatever its case) is taken. */
      factor: textSchema(100).nullable().default(null),
    }),
    status: 201,
  }),
  editFactor: endpoint({
    ...changed,
    id: 'postmortems.edit-factor',
    method: 'patch',
    path: '/v1/postmortems/:id/factors/:nodeId',
    summary: 'Change an answer, or move it below another one',
    params: byNode,
    body: z.object({
      version: z.int32(),
      text: textSchema(1000).optional(),
      factor: textSchema(100).nullable().optional(),
      parentId: z.string().max(64).nullable().optional(),
      position: z.int32().min(0).optional(),
    }),
  }),
  removeFactor: endpoint({
    ...changed,
    id: 'postmortems.remove-factor',
    method: 'delete',
    path: '/v1/postmortems/:id/factors/:nodeId',
    summary: 'Remove an answer with those below it',
    params: byNode,
  }),
};
