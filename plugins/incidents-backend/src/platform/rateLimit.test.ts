import { addSeconds } from '../platform/clock';
import { Bucket, RateLimit, take } from './rateLimit';

const at = new Date('2026-03-02T09:00:00Z');

describe('an allowance', () => {
  it('lets a whole minute come in a burst, then says when the next may come', () => {
    let bucket: Bucket | undefined;
    for (let n = 0; n < 6; n++) {
      const taken = take(bucket, 6, at);
      expect(taken).toMatchObject({ allowed: true, retryAfterSeconds: 0 });
      bucket = taken.bucket;
    }
    expect(take(bucket, 6, at)).toMatchObject({
      allowed: false,
      retryAfterSeconds: 10,
    });
    expect(take(bucket, 6, addSeconds(at, 9.9)).allowed).toBe(false);
    expect(take(bucket, 6, addSeconds(at, 10)).allowed).toBe(true);
  });

  it('is never fuller than one minute, however long it was quiet', () => {
    const { bucket } = take(undefined, 2, at);
    const later = take(bucket, 2, addSeconds(at, 3600));
    expect(later.bucket.tokens).toBe(1);
  });

  it('is not emptied by a clock that steps back', () => {
    const { bucket } = take(undefined, 2, at);
    expect(take(bucket, 2, addSeconds(at, -60))).toMatchObject({
      allowed: true,
      bucket: { tokens: 0 },
    });
  });

  it('of one name is not touched by another', () => {
    const limit = new RateLimit(1);
    expect(limit.take('a', at).allowed).toBe(true);
    expect(limit.take('a', at).allowed).toBe(false);
    expect(limit.take('b', at).allowed).toBe(true);
  });
});
