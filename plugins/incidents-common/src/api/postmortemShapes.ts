import { z } from 'zod';
import { postmortemStates } from '../postmortems';

/** @public */
export const postmortemStateSchema = z.enum(postmortemStates);

/** The name of a postmortem, `PM-12`, or its number alone. @public */
export const postmortemIdSchema = z
  .string()
  .regex(/^(?:PM-)?[1-9]\d{0,8}$/i, 'must be a postmortem such as PM-12')
  .transform(text => Number(text.replace(/^PM-/i, '')));

/** Parameters of a path below one postmortem. */
export const byPostmortem = z.object({ id: postmortemIdSchema });
