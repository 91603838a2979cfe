import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import {
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';
import { byPostmortem } from './postmortemShapes';
import { postmortemSchema } from './postmortems';

/** A past incident that is like this one. @public */
export const similarIncidentSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  title: z.string(),
  entity: namedRefSchema,
  severity: severitySchema,
  openedAt: instantSchema,
  durationSeconds: z.number().int().nullable(),
  /** Why it is like this one, in a few words: `same service · timeout, checkout`. */
  because: z.string(),
  /** Its postmortem, when the viewer may read it: where the way out stands. */
  postmortem: z
    .object({ id: z.number().int(), name: z.string(), summary: z.string() })
    .nullable(),
});
/** @public */
export type SimilarIncident = z.infer<typeof similarIncidentSchema>;

/** What would become of a file. @public */
export const importItemSchema = z.object({
  file: z.string(),
  /** What must be mended before it can be taken, in sentences; empty when nothing must. */
  faults: z.array(z.string()),
  /** What was guessed or left out. */
  notes: z.array(z.string()),
  title: z.string(),
  occurredAt: instantSchema.nullable(),
  severity: severitySchema,
  entity: namedRefSchema.nullable(),
  sections: z.array(
    z.object({ key: z.string(), title: z.string(), body: z.string() }),
  ),
  factors: z.array(z.string()),
  followUps: z.array(z.object({ title: z.string(), done: z.boolean() })),
  /** One that was imported from the same text before. */
  duplicateOf: z.object({ id: z.number().int(), name: z.string() }).nullable(),
});
/** @public */
export type ImportItem = z.infer<typeof importItemSchema>;

const importBody = z.object({
  files: z
    .array(
      z.object({
        name: z.string().min(1).max(300),
        /** Markdown, with or without front matter. */
        text: z.string().max(500_000),
        /** Instead of what its front matter says. */
        entityRef: entityRefSchema.optional(),
        occurredAt: instantSchema.optional(),
        severity: severitySchema.optional(),
      }),
    )
    .min(1)
    .max(50),
});

/** A published postmortem as portal search keeps it. @public */
export const postmortemTextSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  title: z.string(),
  /** All of its words as plain text; at most 20,000 characters. */
  text: z.string(),
  severity: severitySchema,
  entity: namedRefSchema,
  owner: namedRefSchema.nullable(),
  occurredAt: instantSchema,
});
/** @public */
export type PostmortemText = z.infer<typeof postmortemTextSchema>;

/** @public */
export const postmortemSharingApi = {
  texts: endpoint({
    ...plain,
    id: 'postmortems.texts',
    method: 'get',
    path: '/v1/postmortem-texts',
    summary:
      'The words of every published postmortem that is not restricted, for portal search; in the order of their numbers',
    access: 'signed-in',
    permission: incidentReadPermission,
    query: z.object(pageQueryShape),
    response: pageOf(postmortemTextSchema),
  }),
  similar: endpoint({
    ...plain,
    id: 'postmortems.similar',
    method: 'get',
    path: '/v1/incidents/:id/similar',
    summary: 'Past incidents like this one, most alike first; at most 5',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    response: z.object({ items: z.array(similarIncidentSchema) }),
  }),
  export: endpoint({
    ...plain,
    id: 'postmortems.export',
    method: 'get',
    path: '/v1/postmortems/:id/export',
    summary:
      'The whole as Markdown with front matter, as HTML that needs nothing else, or as JSON',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: byPostmortem,
    query: z.object({
      format: z.enum(['markdown', 'html', 'json']).default('markdown'),
      /** Names of people are left out: `a responder`, `the writer`. */
      redact: z.stringbool().default(false),
    }),
    response: z.object({
      fileName: z.string(),
      mediaType: z.string(),
      text: z.string(),
    }),
  }),
  previewImport: endpoint({
    ...plain,
    id: 'postmortems.preview-import',
    method: 'post',
    path: '/v1/postmortem-imports/preview',
    summary: 'What would become of Markdown postmortems; nothing is kept',
    access: 'signed-in',
    permission: postmortemWritePermission,
    reads: true,
    body: importBody,
    response: z.object({ items: z.array(importItemSchema) }),
  }),
  import: endpoint({
    ...plain,
    id: 'postmortems.import',
    method: 'post',
    path: '/v1/postmortem-imports',
    summary:
      'Take in Markdown postmortems, published as they are; all of them or none',
    access: 'owner',
    permission: postmortemWritePermission,
    body: importBody,
    response: z.object({ items: z.array(postmortemSchema) }),
    status: 201,
  }),
  feed: endpoint({
    ...plain,
    id: 'postmortems.feed',
    method: 'get',
    path: '/v1/me/postmortem-feed',
    summary: 'Whether I have an Atom feed of postmortems',
    access: 'signed-in',
    permission: incidentReadPermission,
    response: z.object({ madeAt: instantSchema.nullable() }),
  }),
  makeFeed: endpoint({
    ...plain,
    id: 'postmortems.make-feed',
    method: 'post',
    path: '/v1/me/postmortem-feed',
    summary:
      'Make my feed; its address is shown once, and an earlier one ends. `?team=`, `?entity=` narrow it',
    access: 'signed-in',
    permission: incidentReadPermission,
    response: z.object({ url: z.string() }),
    status: 201,
  }),
  endFeed: endpoint({
    ...plain,
    id: 'postmortems.end-feed',
    method: 'delete',
    path: '/v1/me/postmortem-feed',
    summary: 'End my feed',
    access: 'signed-in',
    permission: incidentReadPermission,
    response: z.object({}),
  }),
};
