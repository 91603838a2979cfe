import { mockServices } from '@backstage/backend-test-utils';
import { CatalogRead } from './CatalogDirectory';
import { readAtStart } from './readAtStart';

const nothing = { found: 0, written: 0, vanished: 0 };
const known = { found: 40, written: 0, vanished: 0 };
const some = (written: number) => ({ found: 40, written, vanished: 0 });

describe('reading the catalog at the start', () => {
  /** @param answers - of the reads in turn; the last one again and again */
  async function start(
    answers: readonly (CatalogRead | Error)[],
    stopAfter = Number.POSITIVE_INFINITY,
  ) {
    const logger = mockServices.logger.mock();
    const stopping = new AbortController();
    const waited: number[] = [];
    let reads = 0;
    await readAtStart({
      read: async () => {
        const answer = answers[Math.min(reads, answers.length - 1)];
        reads += 1;
        if (reads > stopAfter) stopping.abort();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      logger,
      signal: stopping.signal,
      wait: async seconds => {
        waited.push(seconds);
      },
    });
    return { reads, waited, logger };
  }

  it('is one read where the directory knows everything already', async () => {
    expect(await start([known])).toMatchObject({ reads: 1, waited: [] });
  });

  it('looks again soon while a new portal takes in its catalog', async () => {
    const { reads, waited } = await start([nothing, some(12), some(28), known]);
    expect(reads).toBe(4);
    expect(waited).toEqual([1, 2, 4]);
  });

  it('leaves the rest to the schedule', async () => {
    const { reads, waited } = await start([nothing]);
    expect(reads).toBe(5);
    expect(waited).toEqual([1, 2, 4, 8]);
  });

  it('tries a catalog again that does not answer yet, and says so', async () => {
    const { reads, logger } = await start([new Error('not up'), known]);
    expect(reads).toBe(2);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('tried again soon: Error: not up'),
    );
  });

  it('ends with the backend', async () => {
    expect(await start([nothing], 1)).toMatchObject({ reads: 2 });
  });
});
