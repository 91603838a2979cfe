import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import { entrySources, keyMoments, sectionKinds } from '../postmortems';
import {
  actorSchema,
  instantSchema,
  namedRefSchema,
  textSchema,
} from '../primitives';
import { entityRefSchema } from '../refSchema';
import { severitySchema } from '../severitySchemas';
import { endpoint, plain } from './endpoint';
import { byPostmortem } from './postmortemShapes';
import { postmortemSectionSchema } from './postmortems';

/** @public */
export const keyMomentSchema = z.enum(keyMoments);

/** An entry of a postmortem's timeline: drawn from what was recorded, and curated by people. @public */
export const postmortemEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  /** A sentence; plain text. */
  text: z.string(),
  /** What was recorded, when it has been reworded; null else. */
  original: z.string().nullable(),
  source: z.object({
    kind: z.enum(entrySources),
    /** The kind within its source: `acknowledged`, `deploy`. */
    type: z.string(),
    /** A page of this portal where it comes from, below its base; null for one written by hand. */
    path: z.string().nullable(),
  }),
  actor: actorSchema,
  starred: z.boolean(),
  hidden: z.boolean(),
  moment: keyMomentSchema.nullable(),
  /** Written by hand after the fact, so that its time is somebody's memory. */
  addedBy: namedRefSchema.nullable(),
  /** What it stands for, down to what was recorded or written by hand, oldest first; those are not in the list. */
  merged: z.array(
    z.object({ id: z.string(), at: instantSchema, text: z.string() }),
  ),
  version: z.number().int(),
});
/** @public */
export type PostmortemEntry = z.infer<typeof postmortemEntrySchema>;

/** A version of a section, without its text. @public */
export const sectionVersionSchema = z.object({
  number: z.number().int(),
  at: instantSchema,
  by: actorSchema,
  /** It was saved against another one that had come first, and is kept beside it. */
  aside: z.boolean(),
});
/** @public */
export type SectionVersion = z.infer<typeof sectionVersionSchema>;

/** What a version of a section changed. @public */
export const sectionChangeSchema = z.object({
  body: z.string(),
  /** The text of the version before it; empty for the first. */
  before: z.string(),
});
/** @public */
export type SectionChange = z.infer<typeof sectionChangeSchema>;

/**
 * `saved`; or `conflict`: somebody had saved another text since `version`. Then `section` is theirs, and what
 * was sent is kept as the version `aside`, so that neither is lost.
 *
 * @public
 */
export const sectionSavedSchema = z.object({
  outcome: z.enum(['saved', 'conflict']),
  section: postmortemSectionSchema,
  aside: z.number().int().nullable(),
});
/** @public */
export type SectionSaved = z.infer<typeof sectionSavedSchema>;

/** @public */
export const postmortemCommentSchema = z.object({
  id: z.string(),
  /** The section that it is about; null: the whole. */
  section: z.string().nullable(),
  /** Markdown; `@user:default/ana.ruiz` names a person, who is told. */
  text: z.string(),
  by: actorSchema,
  at: instantSchema,
  resolvedAt: instantSchema.nullable(),
  resolvedBy: namedRefSchema.nullable(),
});
/** @public */
export type PostmortemComment = z.infer<typeof postmortemCommentSchema>;

/** A section as a template gives it. @public */
export const templateSectionSchema = z.object({
  key: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,39}$/,
      'must be small letters, digits and dashes, such as went-well',
    ),
  title: textSchema(100),
  help: z.string().max(1000).default(''),
  kind: z.enum(sectionKinds).default('text'),
  required: z.boolean().default(false),
  /** With which it begins: Markdown in which `{{ incident.name }}` and other live fields stand. */
  body: z.string().max(20_000).default(''),
});
/** @public */
export type TemplateSection = z.infer<typeof templateSectionSchema>;

/** @public */
export const postmortemTemplateSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The team whose services begin with it; null: everybody's. */
  owner: namedRefSchema.nullable(),
  /** For these severities; empty: all. */
  severities: z.array(severitySchema),
  sections: z.array(templateSectionSchema),
  /** The one that comes with Muster cannot be changed. */
  builtIn: z.boolean(),
  version: z.number().int(),
  mayEdit: z.boolean(),
});
/** @public */
export type PostmortemTemplate = z.infer<typeof postmortemTemplateSchema>;

const templateFields = {
  name: textSchema(100),
  ownerRef: entityRefSchema.nullable().default(null),
  severities: z.array(severitySchema).max(5).default([]),
  sections: z.array(templateSectionSchema).min(1).max(30),
};

/** What the wording check looks for besides its own rules. @public */
export const wordRuleSchema = z.object({
  /** A word or a few; whole words, whatever their case. */
  words: z.string(),
  why: z.string(),
  instead: z.string(),
});
/** @public */
export type WordRule = z.infer<typeof wordRuleSchema>;

const versionNumberSchema = z
  .string()
  .regex(/^\d{1,9}$/, 'must be the number of a version')
  .transform(Number);
const bySection = byPostmortem.extend({ key: z.string().min(1).max(40) });
const byEntry = byPostmortem.extend({ entryId: z.string().min(1).max(64) });
const byComment = byPostmortem.extend({ commentId: z.string().min(1).max(64) });
const byTemplate = z.object({ templateId: z.string().min(1).max(64) });
const read = {
  ...plain,
  method: 'get' as const,
  access: 'signed-in' as const,
  permission: incidentReadPermission,
  params: byPostmortem,
};
const write = {
  ...plain,
  method: 'post' as const,
  access: 'responder' as const,
  permission: postmortemWritePermission,
  params: byPostmortem,
};

/** @public */
export const postmortemDraftApi = {
  saveSection: endpoint({
    ...write,
    id: 'postmortems.save-section',
    method: 'put',
    path: '/v1/postmortems/:id/sections/:key',
    summary:
      'Save the text of a section; each save is a version, except that typing on replaces the shorter text',
    params: bySection,
    body: z.object({
      /** The version that the text was written over. */
      version: z.int32().min(0),
      body: z.string().max(200_000),
    }),
    response: sectionSavedSchema,
    // Its versions tell what was written.
    secrets: ['body'],
  }),
  sectionVersions: endpoint({
    ...read,
    id: 'postmortems.section-versions',
    path: '/v1/postmortems/:id/sections/:key/versions',
    summary:
      'Every version of a section, newest first, without its text; at most 200',
    params: bySection,
    response: z.object({ items: z.array(sectionVersionSchema) }),
  }),
  sectionChange: endpoint({
    ...read,
    id: 'postmortems.section-change',
    path: '/v1/postmortems/:id/sections/:key/versions/:number',
    summary: 'The text of a version of a section, and that of the one before',
    params: bySection.extend({ number: versionNumberSchema }),
    response: sectionChangeSchema,
  }),
  timeline: endpoint({
    ...read,
    id: 'postmortems.timeline',
    path: '/v1/postmortems/:id/timeline',
    summary:
      'The timeline, oldest first, hidden entries as well; at most 5,000',
    response: z.object({ items: z.array(postmortemEntrySchema) }),
  }),
  addEntry: endpoint({
    ...write,
    id: 'postmortems.add-entry',
    path: '/v1/postmortems/:id/timeline',
    summary: 'Add what nothing recorded; it is marked as written by hand',
    body: z.object({
      at: instantSchema,
      text: textSchema(2000),
      moment: keyMomentSchema.nullable().default(null),
    }),
    response: postmortemEntrySchema,
    status: 201,
  }),
  editEntry: endpoint({
    ...write,
    id: 'postmortems.edit-entry',
    method: 'patch',
    path: '/v1/postmortems/:id/timeline/:entryId',
    summary:
      'Star, hide or reword an entry, make it a key moment; the recorded text is kept',
    params: byEntry,
    body: z.object({
      version: z.int32().optional(),
      starred: z.boolean().optional(),
      hidden: z.boolean().optional(),
      /** Null: back to what was recorded. */
      text: textSchema(2000).nullable().optional(),
      /** Moves the moment here from wherever it was; null: it is none. */
      moment: keyMomentSchema.nullable().optional(),
      /** Of one that was written by hand. */
      at: instantSchema.optional(),
    }),
    response: postmortemEntrySchema,
  }),
  mergeEntries: endpoint({
    ...write,
    id: 'postmortems.merge-entries',
    path: '/v1/postmortems/:id/timeline/merge',
    summary: 'Have one entry stand for several; it can be split again',
    body: z.object({
      entries: z.array(z.string().min(1).max(64)).min(2).max(200),
      text: textSchema(2000),
    }),
    response: postmortemEntrySchema,
    status: 201,
  }),
  removeEntry: endpoint({
    ...write,
    id: 'postmortems.remove-entry',
    method: 'delete',
    path: '/v1/postmortems/:id/timeline/:entryId',
    summary:
      'Remove an entry that was written by hand, or split a merged one into its own again',
    params: byEntry,
    response: z.object({}),
  }),
  collect: endpoint({
    ...write,
    id: 'postmortems.collect',
    path: '/v1/postmortems/:id/timeline/collect',
    summary: 'Take in what has been recorded since; what was curated stays so',
    response: z.object({ added: z.number().int() }),
  }),
  comments: endpoint({
    ...read,
    id: 'postmortems.comments',
    path: '/v1/postmortems/:id/comments',
    summary: 'Comments, oldest first; at most 500',
    response: z.object({ items: z.array(postmortemCommentSchema) }),
  }),
  comment: endpoint({
    ...write,
    id: 'postmortems.comment',
    path: '/v1/postmortems/:id/comments',
    summary: 'Comment on it, or on a section; whoever is named is told',
    access: 'signed-in',
    body: z.object({
      section: z.string().max(40).nullable().default(null),
      text: textSchema(5000),
    }),
    response: postmortemCommentSchema,
    status: 201,
  }),
  resolveComment: endpoint({
    ...write,
    id: 'postmortems.resolve-comment',
    path: '/v1/postmortems/:id/comments/:commentId/resolve',
    summary: 'A comment is dealt with',
    access: 'signed-in',
    params: byComment,
    response: postmortemCommentSchema,
  }),
  addImage: endpoint({
    ...write,
    id: 'postmortems.add-image',
    path: '/v1/postmortems/:id/images',
    summary: 'Keep an image, to be shown by the Markdown that is answered',
    body: z.object({
      name: textSchema(200),
      /** PNG, JPEG, GIF or WebP in base64; at most 2 MB of image. */
      data: z.base64().min(1).max(2_900_000),
    }),
    response: z.object({
      id: z.string(),
      /** `![name](muster-image:7f…)`. */
      markdown: z.string(),
    }),
    status: 201,
    secrets: ['data'],
  }),
  image: endpoint({
    ...read,
    id: 'postmortems.image',
    path: '/v1/postmortems/:id/images/:imageId',
    summary: 'One image in base64',
    params: byPostmortem.extend({ imageId: z.string().min(1).max(64) }),
    response: z.object({
      name: z.string(),
      mediaType: z.string(),
      data: z.string(),
    }),
  }),
  templates: endpoint({
    ...read,
    id: 'postmortems.templates',
    path: '/v1/postmortem-templates',
    summary:
      'Templates, that of Muster first, and the live fields they may use',
    params: plain.params,
    response: z.object({
      items: z.array(postmortemTemplateSchema),
      /** `incident.name`, and what each stands for. */
      variables: z.array(z.object({ name: z.string(), text: z.string() })),
    }),
  }),
  addTemplate: endpoint({
    ...write,
    id: 'postmortems.add-template',
    path: '/v1/postmortem-templates',
    summary: 'Add a template of a team, or of everybody (admins)',
    access: 'owner',
    params: plain.params,
    body: z.object(templateFields),
    response: postmortemTemplateSchema,
    status: 201,
  }),
  editTemplate: endpoint({
    ...write,
    id: 'postmortems.edit-template',
    method: 'put',
    path: '/v1/postmortem-templates/:templateId',
    summary: 'Change a template; postmortems that have begun stay as they are',
    access: 'owner',
    params: byTemplate,
    body: z.object({ version: z.int32(), ...templateFields }),
    response: postmortemTemplateSchema,
  }),
  removeTemplate: endpoint({
    ...write,
    id: 'postmortems.remove-template',
    method: 'delete',
    path: '/v1/postmortem-templates/:templateId',
    summary: 'Remove a template; postmortems that have begun stay as they are',
    access: 'owner',
    params: byTemplate,
    response: z.object({}),
  }),
  words: endpoint({
    ...read,
    id: 'postmortems.words',
    path: '/v1/postmortem-words',
    summary: 'What this portal’s wording check looks for besides its own rules',
    params: plain.params,
    response: z.object({ items: z.array(wordRuleSchema) }),
  }),
};
