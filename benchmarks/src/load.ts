import autocannon from 'autocannon';
import { distributionOf } from './distribution';
import { Row } from './result';

/** A load of POST requests, from many senders that each wait for their answer. */
export interface Load {
  readonly url: string;
  readonly senders: number;
  /** Ends after so many seconds … */
  readonly seconds?: number;
  /** … or after so many requests. */
  readonly amount?: number;
  /** The body of the n-th request, from 0. */
  body(n: number): unknown;
}

/**
 * Sends it, and measures.
 *
 * @throws Error when an answer was not 2xx: what was refused would count as fast
 */
export async function send(name: string, load: Load): Promise<Row> {
  let sent = 0;
  const samples: number[] = [];
  const options: autocannon.Options = {
    url: load.url,
    connections: load.senders,
    ...(load.amount ? { amount: load.amount } : { duration: load.seconds }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: request => ({
          ...request,
          body: JSON.stringify(load.body(sent++)),
        }),
      },
    ],
  };
  const result = await new Promise<autocannon.Result>((done, failed) => {
    const run = autocannon(options, (error, answer) =>
      error ? failed(error) : done(answer),
    );
    run.on('response', (_client, _status, _bytes, ms) => samples.push(ms));
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) {
    throw new Error(
      `${name}: ${refused} of ${result.requests.total} requests failed (${JSON.stringify(result.statusCodeStats)})`,
    );
  }
  return {
    name,
    count: result.requests.total,
    perSecond: result.requests.total / result.duration,
    ms: distributionOf(samples),
  };
}
