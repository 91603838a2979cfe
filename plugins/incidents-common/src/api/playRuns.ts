import { z } from 'zod';
import {
  incidentReadPermission,
  playApprovePermission,
  playReadPermission,
  playRunPermission,
} from '../permissions';
import {
  actorSchema,
  instantSchema,
  namedRefSchema,
  pageOf,
  pageQueryShape,
} from '../primitives';
import { playInputSchema } from '../plays';
import { entityRefSchema } from '../refSchema';
import { endpoint, plain } from './endpoint';
import { incidentIdSchema } from './incidents';
import { shownPlaySchema } from './playTrials';

/** `queued`: waits its turn, since as many runs as the play allows are under way. @public */
export const runStateSchema = z.enum([
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
]);
/** @public */
export type RunState = z.infer<typeof runStateSchema>;

/**
 * `ready`: its turn has come; `running`: an attempt is under way; `waiting`: for time, an event, its next attempt or the
 * steps in it; `asking`: for people; `interrupted`: it was cut off and cannot be repeated without asking.
 *
 * @public
 */
export const stepStateSchema = z.enum([
  'ready',
  'running',
  'waiting',
  'asking',
  'interrupted',
  'succeeded',
  'failed',
  'passed-over',
  'cancelled',
]);
/** @public */
export type StepState = z.infer<typeof stepStateSchema>;

/** What people may answer to a step. @public */
export const runAnswerSchema = z.enum([
  /** Of an approval. */
  'approve',
  'refuse',
  /** Of something to tick off, and of an interrupted step that has had its effect. */
  'done',
  /** Of an interrupted step: it had no effect, so do it. */
  'repeat',
  /** Of an interrupted step: leave it, as if it had failed. */
  'give-up',
]);
/** @public */
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** What a step asks of people. @public */
export const runQuestionSchema = z.object({
  text: z.string(),
  of: z.array(namedRefSchema),
  until: instantSchema.nullable(),
  /** What the viewer may answer; empty when they are not asked. */
  may: z.array(runAnswerSchema),
});
/** @public */
export type RunQuestion = z.infer<typeof runQuestionSchema>;

/** A run in a list. @public */
export const playRunSchema = z.object({
  id: z.string(),
  play: z.object({
    id: z.string(),
    name: z.string(),
    version: z.number().int(),
  }),
  state: runStateSchema,
  incident: z
    .object({ id: z.number().int(), name: z.string(), title: z.string() })
    .nullable(),
  entity: namedRefSchema.nullable(),
  /** What started it, in words. */
  because: z.string(),
  startedAt: instantSchema,
  startedBy: actorSchema,
  endedAt: instantSchema.nullable(),
  deadlineAt: instantSchema,
  /** How it ended, or what it waits for; a sentence. */
  text: z.string(),
  /** It waits for people. */
  asking: z.boolean(),
});
/** @public */
export type PlayRun = z.infer<typeof playRunSchema>;

/** A step of a run that has had its turn. @public */
export const runStepSchema = z.object({
  /** `executives`, `each[2].page`: unique within the run. */
  path: z.string(),
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  action: z.string().nullable(),
  state: stepStateSchema,
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** When it goes on, or gives up waiting. */
  dueAt: instantSchema.nullable(),
  /** What it waits for, how it ended, why it was passed over; a sentence. */
  text: z.string(),
  /** With secrets left out; null when it has none. */
  input: z.unknown(),
  output: z.unknown(),
  attempts: z.array(
    z.object({
      number: z.number().int(),
      startedAt: instantSchema,
      endedAt: instantSchema.nullable(),
      outcome: z.enum(['running', 'succeeded', 'failed', 'interrupted']),
      detail: z.string(),
    }),
  ),
  question: runQuestionSchema.nullable(),
});
/** @public */
export type RunStep = z.infer<typeof runStepSchema>;

/** @public */
export const playRunDetailSchema = playRunSchema.extend({
  inputs: z.record(z.string(), z.unknown()),
  /** The version that it runs. */
  document: shownPlaySchema,
  /** Under whose authority: `approved by Ana Ruiz`, or the person who started it. */
  authority: z.string(),
  steps: z.array(runStepSchema),
  may: z.array(z.enum(['cancel', 'rerun'])),
});
/** @public */
export type PlayRunDetail = z.infer<typeof playRunDetailSchema>;

/** The plays of an incident, for its page. @public */
export const incidentPlaysSchema = z.object({
  /** Newest first. */
  runs: z.array(playRunSchema),
  /** Plays that wait for something to start: `when nobody acknowledges for 10 minutes`. */
  ahead: z.array(
    z.object({
      play: z.object({ id: z.string(), name: z.string() }),
      text: z.string(),
      at: instantSchema.nullable(),
    }),
  ),
  /** Plays that the viewer may start. */
  startable: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      inputs: z.array(playInputSchema),
    }),
  ),
  /** Why no play runs now, when all automation is paused. */
  paused: z.string().nullable(),
});
/** @public */
export type IncidentPlays = z.infer<typeof incidentPlaysSchema>;

const byId = z.object({ id: z.string().min(1).max(64) });

/** @public */
export const playRunsApi = {
  runs: endpoint({
    ...plain,
    id: 'plays.runs',
    method: 'get',
    path: '/v1/play-runs',
    summary: 'Runs, newest first',
    access: 'signed-in',
    permission: playReadPermission,
    query: z.object({
      ...pageQueryShape,
      playId: z.string().max(64).optional(),
      incidentId: incidentIdSchema.optional(),
      state: runStateSchema.optional(),
    }),
    response: pageOf(playRunSchema),
  }),
  run: endpoint({
    ...plain,
    id: 'plays.run',
    method: 'get',
    path: '/v1/play-runs/:id',
    summary: 'One run with each of its steps',
    access: 'signed-in',
    permission: playReadPermission,
    params: byId,
    response: playRunDetailSchema,
  }),
  ofIncident: endpoint({
    ...plain,
    id: 'plays.of-incident',
    method: 'get',
    path: '/v1/incidents/:id/plays',
    summary: 'Plays that ran, run and may run in an incident',
    access: 'signed-in',
    permission: incidentReadPermission,
    params: z.object({ id: incidentIdSchema }),
    response: incidentPlaysSchema,
  }),
  start: endpoint({
    ...plain,
    id: 'plays.start',
    method: 'post',
    path: '/v1/plays/:id/runs',
    summary: 'Start a play by hand, under the authority of whoever starts it',
    access: 'signed-in',
    permission: playRunPermission,
    params: byId,
    body: z.object({
      incidentId: incidentIdSchema.optional(),
      entityRef: entityRefSchema.optional(),
      inputs: z.record(z.string(), z.unknown()).default({}),
      /** Of the dry run that was looked at: refused when the plan is another one by now. */
      planHash: z.string().max(100).optional(),
      /** Repeating a call with the same key answers the run that the first one started. */
      idempotencyKey: z.string().min(8).max(100).optional(),
    }),
    response: playRunDetailSchema,
    status: 201,
  }),
  cancel: endpoint({
    ...plain,
    id: 'plays.cancel-run',
    method: 'post',
    path: '/v1/play-runs/:id/cancel',
    summary: 'Cancel a run; what it has done stays done',
    access: 'responder',
    permission: playRunPermission,
    params: byId,
    response: playRunDetailSchema,
  }),
  rerun: endpoint({
    ...plain,
    id: 'plays.rerun',
    method: 'post',
    path: '/v1/play-runs/:id/rerun',
    summary:
      'Go on from the step that failed, with the outputs of those before it',
    access: 'responder',
    permission: playRunPermission,
    params: byId,
    response: playRunDetailSchema,
  }),
  answer: endpoint({
    ...plain,
    id: 'plays.answer',
    method: 'post',
    path: '/v1/play-runs/:id/answers',
    summary: 'Answer what a step asks',
    access: 'signed-in',
    permission: playApprovePermission,
    params: byId,
    body: z.object({
      path: z.string().min(1).max(500),
      answer: runAnswerSchema,
      note: z.string().max(1000).default(''),
    }),
    response: playRunDetailSchema,
  }),
};
