import { z } from 'zod';
import { instantSchema } from '../primitives';
import { endpoint, plain } from './endpoint';

/** What the watchdog saw when it last looked, on whichever replica. @public */
export const watchdogStatusSchema = z.object({
  /** Null before the first time, and while the database is away. */
  checkedAt: instantSchema.nullable(),
  /** Open incidents that nobody had acknowledged. */
  incidents: z.number().int(),
  /** Those of them that stood still, and were repaired. */
  repaired: z.number().int(),
});
/** @public */
export type WatchdogStatus = z.infer<typeof watchdogStatusSchema>;

/** @public */
export const watchdogApi = {
  status: endpoint({
    ...plain,
    id: 'watchdog.status',
    method: 'get',
    path: '/public/watchdog',
    summary:
      'Whether the watchdog has checked within three minutes; 503 with the same body when not',
    access: 'public',
    response: watchdogStatusSchema,
  }),
};
