import { z } from 'zod';
import {
  incidentReadPermission,
  postmortemWritePermission,
} from '../permissions';
import { instantSchema, namedRefSchema } from '../primitives';
import { endpoint, plain } from './endpoint';
import { byPostmortem } from './postmortemShapes';

/** How useful a postmortem was to one who took part: from 1, not at all, to 5, very. @public */
export const usefulnessSchema = z.number().int().min(1).max(5);

/** What those who took part say of a published postmortem. @public */
export const postmortemFeedbackSchema = z.object({
  /** To one decimal; null while nobody has answered. */
  average: z.number().nullable(),
  count: z.number().int(),
  /** What the viewer has answered. */
  mine: z.object({ score: usefulnessSchema, text: z.string() }).nullable(),
  /** The viewer is asked: they took part in it, and it is published. */
  mayGive: z.boolean(),
  /** Answers with a sentence, newest first; empty for whoever is not a participant, the writer or of the owning team. */
  sentences: z.array(
    z.object({
      person: namedRefSchema,
      score: usefulnessSchema,
      text: z.string(),
      at: instantSchema,
    }),
  ),
});
/** @public */
export type PostmortemFeedback = z.infer<typeof postmortemFeedbackSchema>;

const ofPostmortem = {
  ...plain,
  path: '/v1/postmortems/:id/feedback',
  access: 'signed-in' as const,
  params: byPostmortem,
  response: postmortemFeedbackSchema,
};

/** @public */
export const postmortemFeedbackApi = {
  feedback: endpoint({
    ...ofPostmortem,
    id: 'postmortems.feedback',
    method: 'get',
    summary: 'How useful it was to those who took part',
    permission: incidentReadPermission,
  }),
  giveFeedback: endpoint({
    ...ofPostmortem,
    id: 'postmortems.give-feedback',
    method: 'put',
    summary:
      'One who took part says how useful it was, or changes what they said',
    permission: postmortemWritePermission,
    body: z.object({
      score: usefulnessSchema,
      text: z.string().trim().max(500).default(''),
    }),
    secrets: ['text'],
  }),
};
