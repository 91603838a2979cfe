import { z } from 'zod';
import { onCallReadPermission } from '../permissions';
import { instantSchema, namedRefSchema } from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { traceHopSchema } from './incidents';

/** @public */
export const directoryEntrySchema = z.object({
  entity: namedRefSchema,
  owner: namedRefSchema.nullable(),
  /** The people of the owner, its lead first. */
  members: z.array(namedRefSchema),
  lead: namedRefSchema.nullable(),
  system: namedRefSchema.nullable(),
  domain: namedRefSchema.nullable(),
  tier: z.number().int().min(1).max(4).nullable(),
  severityFloor: severitySchema.nullable(),
  runbook: z.string().nullable(),
  /** The policy that an incident would use now; `id` null for the implicit one. */
  policy: z.object({ id: z.string().nullable(), name: z.string() }),
  /** How the policy was found, every hop. */
  trace: z.array(traceHopSchema),
  /** Faults of the entity's `incidents/…` annotations. */
  problems: z.array(z.string()),
  /** When the catalog last confirmed this answer. */
  catalogAsOf: instantSchema,
  /** The entity is no longer in the catalog. */
  vanished: z.boolean(),
});
/** @public */
export type DirectoryEntry = z.infer<typeof directoryEntrySchema>;

/** @public */
export const directoryApi = {
  get: endpoint({
    ...plain,
    id: 'directory.get',
    method: 'get',
    path: '/v1/directory',
    summary: 'Owner, members and policy of an entity, with the trace',
    access: 'signed-in',
    permission: onCallReadPermission,
    query: z.object({ entityRef: entityRefSchema }),
    response: directoryEntrySchema,
  }),
};
