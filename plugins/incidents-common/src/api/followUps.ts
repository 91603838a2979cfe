import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import {
  followUpKinds,
  followUpPriorities,
  followUpStates,
  proofKinds,
} from '../postmortems';
import {
  actorSchema,
  csvOf,
  instantSchema,
  localDateSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
  textSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { endpoint, plain } from './endpoint';
import { byPostmortem } from './postmortemShapes';

/** @public */
export const followUpKindSchema = z.enum(followUpKinds);
/** @public */
export const followUpPrioritySchema = z.enum(followUpPriorities);
/** @public */
export const followUpStateSchema = z.enum(followUpStates);

/** Shows that a follow-up helps; one of a link and a note at least. @public */
export const proofSchema = z.object({
  kind: z.enum(proofKinds),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(2000)
    .nullable()
    .default(null),
  note: z.string().max(2000).default(''),
});

/** What must be done so that it does not happen again. @public */
export const followUpSchema = z.object({
  id: z.number().int(),
  /** `FU-31`. */
  name: z.string(),
  title: z.string(),
  description: z.string(),
  postmortem: z.object({
    id: z.number().int(),
    name: z.string(),
    title: z.string(),
  }),
  entity: namedRefSchema,
  /** The group that answers for it. */
  team: namedRefSchema.nullable(),
  /** Null while nobody has it. */
  owner: namedRefSchema.nullable(),
  /** In the end of this day, UTC, it is overdue. */
  dueOn: localDateSchema,
  overdue: z.boolean(),
  priority: followUpPrioritySchema,
  kind: followUpKindSchema,
  /** What it is against, of the factors that its postmortem names; null: all of them. */
  factor: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: followUpStateSchema,
  /** In a ticket system that a module connects. */
  ticket: z
    .object({ system: z.string(), key: z.string(), url: z.string() })
    .nullable(),
  doneAt: instantSchema.nullable(),
  doneBy: actorSchema.nullable(),
  verifiedAt: instantSchema.nullable(),
  verifiedBy: actorSchema.nullable(),
  proof: z
    .object({
      kind: z.enum(proofKinds),
      url: z.string().nullable(),
      note: z.string(),
    })
    .nullable(),
  version: z.number().int(),
  may: z.array(
    z.enum(['edit', 'finish', 'verify', 'reopen', 'remove', 'ticket']),
  ),
});
/** @public */
export type FollowUp = z.infer<typeof followUpSchema>;

/** How learning goes on in a team, or in the company. @public */
export const learningFiguresSchema = z.object({
  from: instantSchema,
  /** Of the required ones that were opened since. */
  required: z.number().int(),
  published: z.number().int(),
  waived: z.number().int(),
  overdue: z.number().int(),
  /** From the end of the incident; the median, null when none was published. */
  daysToPublish: z.number().nullable(),
  followUps: z.object({
    open: z.number().int(),
    overdue: z.number().int(),
    done: z.number().int(),
    verified: z.number().int(),
    /** From its making to done; the median. */
    daysToDone: z.number().nullable(),
  }),
  /** Factors that came again after a follow-up of theirs had been verified. */
  recurred: z.array(
    z.object({
      factor: z.object({ id: z.string(), name: z.string() }),
      /** The follow-up whose proof did not hold: `FU-3`. */
      verified: z.object({ id: z.number().int(), name: z.string() }),
      /** The postmortem in which it came again: `PM-12`. */
      again: z.object({ id: z.number().int(), name: z.string() }),
    }),
  ),
});
/** @public */
export type LearningFigures = z.infer<typeof learningFiguresSchema>;

const byId = z.object({
  id: z
    .string()
    .regex(/^(?:FU-)?[1-9]\d{0,8}$/i, 'must be a follow-up such as FU-31')
    .transform(text => Number(text.replace(/^FU-/i, ''))),
});
const fields = {
  title: textSchema(300),
  description: z.string().max(10_000),
  /** A person; a group becomes its team, where nobody has it yet; null: nobody. */
  ownerRef: entityRefSchema.nullable(),
  dueOn: localDateSchema,
  priority: followUpPrioritySchema,
  kind: followUpKindSchema,
  /** A factor that its postmortem names; null: all of them. */
  factorId: z.string().min(1).max(64).nullable(),
};
const changed = {
  ...plain,
  method: 'post' as const,
  access: 'responder' as const,
  permission: postmortemWritePermission,
  params: byId,
  response: followUpSchema,
};

/** @public */
export const followUpsApi = {
  followUps: endpoint({
    ...plain,
    id: 'postmortems.follow-ups',
    method: 'get',
    path: '/v1/follow-ups',
    summary: 'Follow-ups, nearest due first: the board of a team',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({
      ...pageQueryShape,
      teamRef: entityRefSchema.optional(),
      ownerRef: entityRefSchema.optional(),
      entityRef: entityRefSchema.optional(),
      state: csvOf(followUpStateSchema).optional(),
      priority: csvOf(followUpPrioritySchema).optional(),
      overdue: z.stringbool().optional(),
      /** Those that nobody has. */
      unassigned: z.stringbool().optional(),
      q: z.string().max(200).optional(),
    }),
    response: pageOf(followUpSchema),
  }),
  figures: endpoint({
    ...plain,
    id: 'postmortems.figures',
    method: 'get',
    path: '/v1/learning-figures',
    summary:
      'Share of postmortems that were written, days to publish, overdue follow-ups, what came again',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({
      ownerRef: entityRefSchema.optional(),
      months: z.coerce.number().int().min(1).max(60).default(12),
    }),
    response: learningFiguresSchema,
  }),
  ticketSystems: endpoint({
    ...plain,
    id: 'postmortems.ticket-systems',
    method: 'get',
    path: '/v1/ticket-systems',
    summary: 'Where tickets can be made of follow-ups',
    access: 'signed-in',
    response: z.object({
      items: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  }),
  addFollowUp: endpoint({
    ...changed,
    id: 'postmortems.add-follow-up',
    path: '/v1/postmortems/:id/follow-ups',
    summary: 'Add a follow-up; its due day follows from its priority',
    params: byPostmortem,
    body: z.object({
      title: fields.title,
      description: fields.description.default(''),
      ownerRef: fields.ownerRef.default(null),
      dueOn: fields.dueOn.optional(),
      priority: fields.priority.default('medium'),
      kind: fields.kind.default('prevent'),
      factorId: fields.factorId.default(null),
    }),
    status: 201,
  }),
  editFollowUp: endpoint({
    ...changed,
    id: 'postmortems.edit-follow-up',
    method: 'patch',
    path: '/v1/follow-ups/:id',
    summary: 'Change edited fields; the version that was seen must still hold',
    body: z.object({
      version: z.int32(),
      title: fields.title.optional(),
      description: fields.description.optional(),
      ownerRef: fields.ownerRef.optional(),
      dueOn: fields.dueOn.optional(),
      priority: fields.priority.optional(),
      kind: fields.kind.optional(),
      factorId: fields.factorId.optional(),
    }),
  }),
  finishFollowUp: endpoint({
    ...changed,
    id: 'postmortems.finish-follow-up',
    path: '/v1/follow-ups/:id/done',
    summary: 'The work is done; proof that it helps is still to come',
  }),
  verifyFollowUp: endpoint({
    ...changed,
    id: 'postmortems.verify-follow-up',
    path: '/v1/follow-ups/:id/verify',
    summary: 'It is proven to help: by a monitor, a drill or a link',
    body: proofSchema.refine(
      ({ url, note }) => url !== null || note.trim() !== '',
      'must say where the proof is, or what it is',
    ),
  }),
  reopenFollowUp: endpoint({
    ...changed,
    id: 'postmortems.reopen-follow-up',
    path: '/v1/follow-ups/:id/reopen',
    summary: 'It is not done after all',
    body: z.object({ reason: z.string().max(1000).default('') }),
  }),
  ticketFollowUp: endpoint({
    ...changed,
    id: 'postmortems.ticket-follow-up',
    path: '/v1/follow-ups/:id/ticket',
    summary: 'Make a ticket of it in a connected system',
    body: z.object({ system: z.string().min(1).max(64) }),
  }),
  removeFollowUp: endpoint({
    ...changed,
    id: 'postmortems.remove-follow-up',
    method: 'delete',
    path: '/v1/follow-ups/:id',
    summary: 'Remove one that is not published yet',
    response: z.object({}),
  }),
};
