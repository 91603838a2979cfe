import { z } from 'zod';
import { postmortemStepRoles } from '../postmortems';
import { actorSchema, instantSchema } from '../primitives';
import { byPostmortem } from './postmortemShapes';

/** @public */
export const postmortemStepRoleSchema = z.enum(postmortemStepRoles);

/** Something that is to be done on the way to a postmortem. @public */
export const postmortemStepSchema = z.object({
  /** Its place among the steps, from 1. */
  position: z.number().int(),
  title: z.string(),
  by: postmortemStepRoleSchema,
  dueAt: instantSchema,
  /** It should be done by now, and the postmortem is still to be written. */
  overdue: z.boolean(),
  done: z.object({ at: instantSchema, by: actorSchema }).nullable(),
});
/** @public */
export type PostmortemStep = z.infer<typeof postmortemStepSchema>;

/** Parameters of a path below one step. */
export const byStep = byPostmortem.extend({
  position: z
    .string()
    .regex(/^[1-9]\d?$/, 'must be the place of a step, such as 2')
    .transform(Number),
});
