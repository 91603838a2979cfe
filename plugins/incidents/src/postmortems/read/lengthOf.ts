import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';

/**
 * When it began and how long it lasted, by the key moments that people have put right; by the incident's own times where
 * there are none.
 */
export function lengthOf({
  moments: { started, resolved },
  occurredAt,
  durationSeconds,
}: Pick<PostmortemDetail, 'moments' | 'occurredAt' | 'durationSeconds'>): {
  readonly began: string;
  /** Null when it is not known. */
  readonly seconds: number | null;
} {
  return {
    began: started ?? occurredAt,
    seconds:
      started && resolved
        ? (Date.parse(resolved) - Date.parse(started)) / 1000
        : durationSeconds,
  };
}
