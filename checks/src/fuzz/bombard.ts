import fc from 'fast-check';
import { makeMore } from './givens';
import { HostilePortal } from './HostilePortal';
import { judge } from './judge';
import { Known } from './Known';
import { anyRequest, FuzzRequest } from './requests';
import { onTheWire, send, WireRequest } from './send';

/** After so many requests there is more that can be named. */
const makeMoreEvery = 250;

/** What was found to be wrong. */
export interface Finding {
  /** The smallest request that shows it. */
  readonly request: FuzzRequest;
  readonly wire: WireRequest;
  readonly fault: string;
  /** What came back, or did not. */
  readonly answer: string;
}

/** How a bombardment went. */
export interface Bombardment {
  readonly findings: readonly Finding[];
  readonly requests: number;
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly slowest: { readonly milliseconds: number; readonly what: string };
}

/**
 * Sends requests one after the other and judges each answer. A fault is shrunk to the smallest request
 * that shows it, is told once for each target, and does not end the bombardment.
 *
 * @param seed - the same seed makes the same requests in the same order
 */
export async function bombard(options: {
  readonly portal: HostilePortal;
  readonly known: Known;
  readonly requests: number;
  readonly seed: number;
  /** Told at half of it. */
  onHalf(): void;
}): Promise<Bombardment> {
  const { portal, known, requests, seed } = options;
  const findings = new Map<string, Finding>();
  const statuses = new Map<number, number>();
  let slowest = { milliseconds: 0, what: '' };
  let sent = 0;
  const half = Math.floor(requests / 2);

  /** What is wrong that was not known before. */
  const newFaultOf = async (
    request: FuzzRequest,
  ): Promise<Finding | undefined> => {
    if (sent % makeMoreEvery === 0) await makeMore(portal, known);
    if (sent === half) options.onHalf();
    sent += 1;
    const wire = onTheWire(request, known);
    let faults: string[];
    let told = '';
    try {
      const answer = await send(portal.port, wire);
      const { status, text, milliseconds } = answer;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (milliseconds > slowest.milliseconds) {
        slowest = {
          milliseconds,
          what: `${wire.method} ${wire.path.slice(0, 80)}`,
        };
      }
      faults = judge(request, wire, answer);
      told = `${status} ${text.slice(0, 400)}`;
    } catch (error) {
      faults = [`no answer: ${error}`];
    }
    const lines = portal.takeErrorLines();
    if (lines.length > 0) faults.push('a line at error is logged');
    const fault = faults.find(one => !findings.has(nameOf(request, one)));
    if (fault === undefined) return undefined;
    return {
      request,
      wire,
      fault,
      answer: [told, ...lines].join('\n'),
    };
  };

  while (sent < requests) {
    let smallest: Finding | undefined;
    const { failed, errorInstance } = await fc.check(
      fc.asyncProperty(anyRequest, async request => {
        const found = await newFaultOf(request);
        // While it is being shrunk, only the same fault counts.
        if (!found || (smallest && smallest.fault !== found.fault)) return;
        smallest = found;
        throw new Error(found.fault);
      }),
      { seed: seed + findings.size, numRuns: Math.max(requests - sent, 1) },
    );
    if (!failed) break;
    // Not an answer was at fault, but our own doing.
    if (!smallest) throw errorInstance;
    findings.set(nameOf(smallest.request, smallest.fault), smallest);
  }
  return {
    findings: [...findings.values()],
    requests: sent,
    statuses,
    slowest,
  };
}

const nameOf = ({ target }: FuzzRequest, fault: string): string =>
  `${target.id}: ${fault}`;
