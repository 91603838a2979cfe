import { z } from 'zod';
import { alertSeverities, severities, urgencies } from './severity';

/** @public */
export const severitySchema = z.enum(severities);
/** @public */
export const urgencySchema = z.enum(urgencies);
/** @public */
export const alertSeveritySchema = z.enum(alertSeverities);
