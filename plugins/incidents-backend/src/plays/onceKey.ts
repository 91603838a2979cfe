import { createHash } from 'node:crypto';

/** As a once-key is kept with a run: of whatever length it is, and of whatever it is made. */
export const hashOfOnceKey = (key: string): string =>
  createHash('sha256').update(key).digest('hex');
