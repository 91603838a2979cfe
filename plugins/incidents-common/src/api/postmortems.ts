import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import { keyMoments, sectionKinds } from '../postmortems';
import {
  actorSchema,
  csvOf,
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
  textSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { followUpSchema } from './followUps';
import { incidentIdSchema } from './incidents';
import { factorNodeSchema } from './postmortemFactors';
import { byPostmortem, postmortemStateSchema } from './postmortemShapes';
import { byStep, postmortemStepSchema } from './postmortemSteps';

/** That newcomers should read it, as somebody says. @public */
export const worthReadingSchema = z.object({
  /** Why, in a sentence: `Shows how our pools fail together`. */
  why: z.string(),
  by: actorSchema,
  at: instantSchema,
});
/** @public */
export type WorthReading = z.infer<typeof worthReadingSchema>;

/** A postmortem in a list. @public */
export const postmortemSchema = z.object({
  /** The number; unique and increasing. */
  id: z.number().int(),
  /** `PM-12`. */
  name: z.string(),
  title: z.string(),
  state: postmortemStateSchema,
  /** A rule requires it; an optional one may be left unwritten. */
  required: z.boolean(),
  severity: severitySchema,
  entity: namedRefSchema,
  /** The group that owned the entity. */
  owner: namedRefSchema.nullable(),
  /** Null for an imported one. */
  incident: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  /** Who sees to its being written. */
  writer: namedRefSchema.nullable(),
  dueAt: instantSchema.nullable(),
  overdue: z.boolean(),
  /** When what it tells of began. */
  occurredAt: instantSchema,
  /** From its beginning to its end; null when that is not known. */
  durationSeconds: z.number().int().nullable(),
  openedAt: instantSchema,
  publishedAt: instantSchema.nullable(),
  amendedAt: instantSchema.nullable(),
  /** Its contributing factors that are known by a name. */
  factors: z.array(z.object({ id: z.string(), name: z.string() })),
  followUps: z.object({
    open: z.number().int(),
    done: z.number().int(),
    verified: z.number().int(),
  }),
  /** Only named groups, its participants, its reviewers and admins may read it. */
  restricted: z.boolean(),
  /** The beginning of its summary as plain text; at most 300 characters. */
  summary: z.string(),
  /** Null unless it stands on the reading list. */
  worthReading: worthReadingSchema.nullable(),
});
/** @public */
export type Postmortem = z.infer<typeof postmortemSchema>;

/** What the viewer may do with a postmortem now; a button is shown for each. @public */
export const postmortemAbilitySchema = z.enum([
  /** Edit sections, timeline, factors, figures. */
  'write',
  'comment',
  'add-follow-up',
  'ask-for-review',
  /** Back from review to the draft. */
  'take-back',
  'sign-off',
  'publish',
  'amend',
  'waive',
  /** A waived one is to be written after all. */
  'require',
  /** Choose who may read it. */
  'restrict',
  /** Put it on the reading list, or take it off. */
  'mark-worth-reading',
]);
/** @public */
export type PostmortemAbility = z.infer<typeof postmortemAbilitySchema>;

/** @public */
export const postmortemSectionSchema = z.object({
  /** Unique within the postmortem: `summary`, `went-well`. */
  key: z.string(),
  title: z.string(),
  /** What belongs here; shown while it is empty. */
  help: z.string(),
  kind: z.enum(sectionKinds),
  required: z.boolean(),
  /** Markdown. Raw HTML is shown as text. */
  body: z.string(),
  /** 0: never written by a person. */
  version: z.number().int(),
  updatedAt: instantSchema,
  updatedBy: actorSchema,
});
/** @public */
export type PostmortemSection = z.infer<typeof postmortemSectionSchema>;

/** A figure of the impact that follows from what was recorded. @public */
export const measuredFigureSchema = z.object({
  /** `duration`, `time-to-acknowledge`, `alerts` … */
  key: z.string(),
  label: z.string(),
  /** Seconds, or a count; null while what it follows from is missing, which `text` then says. */
  value: z.number().nullable(),
  unit: z.enum(['seconds', 'count']),
  /** As people read it: `47 minutes, from started to resolved`. */
  text: z.string(),
});
/** @public */
export type MeasuredFigure = z.infer<typeof measuredFigureSchema>;

/** A figure that people give: customers, reports received, SLO, money. @public */
export const givenFigureSchema = z.object({
  label: textSchema(80),
  value: textSchema(200),
});
/** @public */
export type GivenFigure = z.infer<typeof givenFigureSchema>;

/** Alerts and changes over time, in buckets of equal length; the picture beside the timeline. @public */
export const densitySchema = z.object({
  from: instantSchema,
  bucketSeconds: z.number().int(),
  alerts: z.array(z.number().int()),
  changes: z.array(z.number().int()),
});
/** @public */
export type Density = z.infer<typeof densitySchema>;

/** @public */
export const reviewerSchema = z.object({
  person: namedRefSchema,
  askedAt: instantSchema,
  signedOffAt: instantSchema.nullable(),
  note: z.string(),
});
/** @public */
export type Reviewer = z.infer<typeof reviewerSchema>;

/** What happened to the document itself; a line of its history. @public */
export const postmortemEventSchema = z.object({
  at: instantSchema,
  actor: actorSchema,
  /** A whole sentence. */
  text: z.string(),
});

/** A wording that somebody has looked at and left as it is. @public */
export const dismissedWordingSchema = z.object({
  /** The words, in lower case, as `checkWording` gives them in `quote`. */
  quote: z.string(),
  rule: z.string(),
});

/** @public */
export const postmortemDetailSchema = postmortemSchema.extend({
  /** The version to send with an edit of its fields. */
  version: z.number().int(),
  sections: z.array(postmortemSectionSchema),
  moments: z.partialRecord(z.enum(keyMoments), instantSchema),
  measured: z.array(measuredFigureSchema),
  figures: z.array(givenFigureSchema),
  density: densitySchema.nullable(),
  participants: z.array(namedRefSchema),
  reviewers: z.array(reviewerSchema),
  /** Contributing factors as a tree, parents before their children. */
  tree: z.array(factorNodeSchema),
  followUpList: z.array(followUpSchema),
  waived: z
    .object({ reason: z.string(), by: actorSchema, at: instantSchema })
    .nullable(),
  template: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What is to be done on the way, in its order; empty where none are configured. */
  steps: z.array(postmortemStepSchema),
  /** Empty unless it is restricted. */
  restrictedTo: z.array(namedRefSchema),
  dismissed: z.array(dismissedWordingSchema),
  /** Newest first; at most 100. */
  history: z.array(postmortemEventSchema),
  /** What publishing still lacks, in sentences; empty when nothing does. */
  lacks: z.array(z.string()),
  may: z.array(postmortemAbilitySchema),
});
/** @public */
export type PostmortemDetail = z.infer<typeof postmortemDetailSchema>;

/** What narrows a list of postmortems; facets are counted over the same. @public */
export const postmortemFilterShape = {
  /** Words of its text. */
  q: z.string().max(200).optional(),
  entityRef: entityRefSchema.optional(),
  ownerRef: entityRefSchema.optional(),
  severity: csvOf(severitySchema).optional(),
  state: csvOf(postmortemStateSchema).optional(),
  factorId: z.string().max(64).optional(),
  /** The month in which it happened, in UTC. */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-03')
    .optional(),
  /** Those that this person writes, reviews or took part in. */
  personRef: entityRefSchema.optional(),
  overdue: z.stringbool().optional(),
  /** Those on the reading list. */
  worthReading: z.stringbool().optional(),
};
/** @public */
export const postmortemListQuerySchema = z.object({
  ...pageQueryShape,
  ...postmortemFilterShape,
});
/** @public */
export type PostmortemListQuery = z.infer<typeof postmortemListQuerySchema>;
const filterSchema = z.object(postmortemFilterShape);
/** @public */
export type PostmortemFilter = z.infer<typeof filterSchema>;

const facetSchema = z.array(
  z.object({ value: z.string(), name: z.string(), count: z.number().int() }),
);

/** How an incident stands to its postmortem. @public */
export const incidentPostmortemSchema = z.object({
  postmortem: postmortemSchema.nullable(),
  /** What the rules say, in a sentence. */
  text: z.string(),
  rule: z.enum(['required', 'optional', 'none']),
  /** The viewer may begin one. */
  mayOpen: z.boolean(),
});
/** @public */
export type IncidentPostmortem = z.infer<typeof incidentPostmortemSchema>;

/** What an entity's card, its tab and its docs show. @public */
export const entityPostmortemsSchema = z.object({
  /** Published, newest first; at most 5. */
  newest: z.array(postmortemSchema),
  /** Published, on the reading list, newest first; at most 5. */
  worthReading: z.array(postmortemSchema),
  /** Still to be written, those that the viewer may see. */
  unwritten: z.array(postmortemSchema),
  /** How many required ones are overdue; counted whoever asks. */
  overdueCount: z.number().int(),
  /** Factors of at least two published postmortems of it, most frequent first; at most 5. */
  recurring: z.array(
    z.object({ id: z.string(), name: z.string(), count: z.number().int() }),
  ),
  /** Not verified, nearest due first; at most 10. */
  followUps: z.array(followUpSchema),
  openFollowUps: z.number().int(),
});
/** @public */
export type EntityPostmortems = z.infer<typeof entityPostmortemsSchema>;

const moved = {
  ...plain,
  method: 'post' as const,
  access: 'responder' as const,
  permission: postmortemWritePermission,
  params: byPostmortem,
  response: postmortemDetailSchema,
};

/** @public */
export const postmortemsApi = {
  list: endpoint({
    ...plain,
    id: 'postmortems.list',
    method: 'get',
    path: '/v1/postmortems',
    summary:
      'Postmortems that the caller may read, newest first; best first when words are looked for',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: postmortemListQuerySchema,
    response: pageOf(
      postmortemSchema.extend({
        /** Where the words were found, as plain text with `**` around them; null without words. */
        excerpt: z.string().nullable(),
      }),
    ),
  }),
  facets: endpoint({
    ...plain,
    id: 'postmortems.facets',
    method: 'get',
    path: '/v1/postmortem-facets',
    summary:
      'How many postmortems there are by service, team, severity, factor, month and state',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object(postmortemFilterShape),
    response: z.object({
      total: z.number().int(),
      service: facetSchema,
      team: facetSchema,
      severity: facetSchema,
      factor: facetSchema,
      month: facetSchema,
      state: facetSchema,
    }),
  }),
  ofEntity: endpoint({
    ...plain,
    id: 'postmortems.of-entity',
    method: 'get',
    path: '/v1/entity-postmortems',
    summary: 'What was learnt about an entity, for its card and its docs',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object({ entityRef: entityRefSchema }),
    response: entityPostmortemsSchema,
  }),
  ofIncident: endpoint({
    ...plain,
    id: 'postmortems.of-incident',
    method: 'get',
    path: '/v1/incidents/:id/postmortem',
    summary: 'The postmortem of an incident, or whether it needs one',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    response: incidentPostmortemSchema,
  }),
  get: endpoint({
    ...plain,
    id: 'postmortems.get',
    method: 'get',
    path: '/v1/postmortems/:id',
    summary: 'One postmortem, as far as it is one document; see its timeline',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: byPostmortem,
    response: postmortemDetailSchema,
  }),
  shutOut: endpoint({
    ...plain,
    id: 'postmortems.shut-out',
    method: 'get',
    path: '/v1/postmortems/:id/shut-out',
    summary:
      'Of these people and groups, those who may not read it; a group when nobody in it may',
    access: 'responder',
    permission: incidentReadPermission,
    params: byPostmortem,
    query: z.object({
      refs: csvOf(entityRefSchema)
        .refine(refs => refs.length <= 50, 'must be 50 at most')
        .optional(),
      /** As it would be if it were restricted to these groups and people; left out: as it is. */
      restrictedTo: csvOf(entityRefSchema)
        .refine(refs => refs.length <= 20, 'must be 20 at most')
        .optional(),
    }),
    response: z.object({ items: z.array(z.string()) }),
  }),
  open: endpoint({
    ...plain,
    id: 'postmortems.open',
    method: 'post',
    path: '/v1/postmortems',
    summary:
      'Begin the postmortem of an incident by hand; answers the one that there is',
    access: 'responder',
    permission: postmortemWritePermission,
    body: z.object({
      incidentId: incidentIdSchema,
      templateId: z.string().max(64).optional(),
    }),
    response: postmortemDetailSchema,
    status: 201,
  }),
  edit: endpoint({
    ...plain,
    id: 'postmortems.edit',
    method: 'patch',
    path: '/v1/postmortems/:id',
    summary: 'Change edited fields; the version that was seen must still hold',
    access: 'responder',
    permission: postmortemWritePermission,
    params: byPostmortem,
    body: z.object({
      version: z.int32(),
      title: textSchema(300).optional(),
      writerRef: entityRefSchema.nullable().optional(),
      dueAt: instantSchema.nullable().optional(),
      figures: z.array(givenFigureSchema).max(20).optional(),
      participants: z.array(entityRefSchema).max(100).optional(),
      /** Groups and people; empty: everybody. */
      restrictedTo: z.array(entityRefSchema).max(20).optional(),
      dismissed: z
        .array(
          z.object({
            quote: z.string().min(1).max(300),
            rule: z.string().min(1).max(64),
          }),
        )
        .max(500)
        .optional(),
    }),
    response: postmortemDetailSchema,
  }),
  editStep: endpoint({
    ...moved,
    id: 'postmortems.edit-step',
    method: 'patch',
    path: '/v1/postmortems/:id/steps/:position',
    summary: 'Mark a step on the way as done, or take that back',
    params: byStep,
    body: z.object({ done: z.boolean() }),
  }),
  askForReview: endpoint({
    ...moved,
    id: 'postmortems.ask-for-review',
    path: '/v1/postmortems/:id/review',
    summary: 'Ask people to review it; they are told',
    body: z.object({ reviewers: z.array(entityRefSchema).min(1).max(20) }),
  }),
  takeBack: endpoint({
    ...moved,
    id: 'postmortems.take-back',
    path: '/v1/postmortems/:id/take-back',
    summary: 'Back from review to the draft; sign-offs are asked for anew',
    body: z.object({ reason: z.string().max(1000).default('') }),
  }),
  signOff: endpoint({
    ...moved,
    id: 'postmortems.sign-off',
    path: '/v1/postmortems/:id/sign-off',
    summary: 'A reviewer agrees, with or without a note',
    access: 'signed-in',
    body: z.object({ note: z.string().max(2000).default('') }),
  }),
  publish: endpoint({
    ...moved,
    id: 'postmortems.publish',
    path: '/v1/postmortems/:id/publish',
    summary: 'Publish what is complete and reviewed',
    body: z.object({
      /** Why reviewers who have not signed off are not waited for; needed when there are any. */
      withoutReview: textSchema(1000).optional(),
    }),
  }),
  proposeMeeting: endpoint({
    ...plain,
    id: 'postmortems.propose-meeting',
    method: 'post',
    path: '/v1/postmortems/:id/meeting',
    summary:
      'Propose a meeting about it: who is invited is told; answers its calendar file',
    access: 'responder',
    permission: postmortemWritePermission,
    params: byPostmortem,
    body: z.object({
      /** It lies ahead. */
      at: instantSchema,
      minutes: z.number().int().min(5).max(480).default(60),
      /** A room, or the address of a call. */
      place: z.string().max(300).default(''),
      /** People and groups; each must be able to read it. Of a group, those who are able to are told. */
      invitees: z.array(entityRefSchema).min(1).max(50),
    }),
    response: z.object({
      fileName: z.string(),
      mediaType: z.string(),
      text: z.string(),
    }),
  }),
  amend: endpoint({
    ...moved,
    id: 'postmortems.amend',
    path: '/v1/postmortems/:id/amend',
    summary: 'Open a published one for changes; it stays readable',
    body: z.object({ reason: textSchema(1000) }),
  }),
  waive: endpoint({
    ...moved,
    id: 'postmortems.waive',
    path: '/v1/postmortems/:id/waive',
    summary: 'Leave it unwritten, with a reason that everybody may read',
    access: 'owner',
    body: z.object({ reason: textSchema(1000) }),
  }),
  require: endpoint({
    ...moved,
    id: 'postmortems.require',
    path: '/v1/postmortems/:id/require',
    summary: 'Have a waived one written after all',
    access: 'owner',
  }),
  markWorthReading: endpoint({
    ...moved,
    id: 'postmortems.mark-worth-reading',
    method: 'put',
    path: '/v1/postmortems/:id/worth-reading',
    summary: 'Put a published one on the reading list, with a sentence why',
    body: z.object({ why: textSchema(200) }),
  }),
  unmarkWorthReading: endpoint({
    ...moved,
    id: 'postmortems.unmark-worth-reading',
    method: 'delete',
    path: '/v1/postmortems/:id/worth-reading',
    summary: 'Take it off the reading list',
  }),
};
