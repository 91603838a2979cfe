import { randomInt } from 'node:crypto';
import { Postgres, startPostgres } from '../../../bin/lib/postgres.mjs';
import {
  createDatabase,
  DatabaseKind,
} from '../../../plugins/incidents-backend/src/conformance/databases';
import { Check, CheckContext } from '../check';
import { aftermath } from './aftermath';
import { bombard, Finding } from './bombard';
import { curlOf } from './curl';
import { HostilePortal } from './HostilePortal';
import { Known } from './Known';
import { keptMegabytes } from './Memory';

const boundedRequests = 2_000;
const longRequests = 20_000;
/** What the process may keep more after the second half of the requests than after the first, in MB. */
const mayGrowMegabytes = 40;

/** Sends what no honest caller sends to everything that answers, on both databases. */
const fuzz: Check = async context => {
  const { flags, long } = context;
  const requests = Number(
    flags.requests ?? (long ? longRequests : boundedRequests),
  );
  const seed = Number(flags.seed ?? randomInt(2 ** 31));
  const databases: readonly DatabaseKind[] = ['sqlite', 'postgres'];
  for (const database of databases) {
    if (flags.database !== undefined && flags.database !== database) continue;
    const postgres =
      database === 'postgres' ? await serverOf(process.env) : undefined;
    try {
      await fuzzOn(context, { database, url: postgres?.url, requests, seed });
    } finally {
      await postgres?.stop();
    }
  }
};

/** The server that this run was given, or else one of its own. */
async function serverOf(
  env: NodeJS.ProcessEnv,
): Promise<Pick<Postgres, 'url' | 'stop'>> {
  const url = env.MUSTER_DATABASE_URL;
  return url ? { url, stop: async () => {} } : startPostgres();
}

async function fuzzOn(
  { report }: CheckContext,
  run: {
    readonly database: DatabaseKind;
    readonly url: string | undefined;
    readonly requests: number;
    readonly seed: number;
  },
): Promise<void> {
  const { database, url, requests, seed } = run;
  const { knex, drop } = await createDatabase(database, url);
  const portal = await HostilePortal.start(knex);
  const known = new Known();
  let keptAtHalf = 0;
  try {
    await report.run(
      `fuzz on ${database}: no answer breaks a rule`,
      async () => {
        const { findings, statuses, slowest, ...done } = await bombard({
          portal,
          known,
          requests,
          seed,
          onHalf: () => {
            keptAtHalf = keptMegabytes();
          },
        });
        const counts = [...statuses]
          .sort(([a], [b]) => a - b)
          .map(([status, count]) => `${status} × ${count}`);
        const figures = `${done.requests} requests (${counts.join(', ')}), slowest ${Math.round(slowest.milliseconds)} ms (${slowest.what}), --seed ${seed}`;
        if (findings.length === 0) return figures;
        const told = await Promise.all(findings.map(describe));
        throw new Error(
          `${findings.length} faults in ${figures}\n\n${told.join('\n\n')}`,
        );
      },
    );
    await report.run(
      `fuzz on ${database}: afterwards all is sane`,
      async () => {
        const faults = [
          ...(await aftermath(portal, known)),
          ...portal.takeErrorLines(),
        ];
        if (faults.length > 0) throw new Error(faults.slice(0, 30).join('\n'));
        return 'it answers, everything can be read, somebody is responsible, no work failed';
      },
    );
    await report.run(`fuzz on ${database}: nothing is hoarded`, async () => {
      const grown = keptMegabytes() - keptAtHalf;
      const figures = `${grown.toFixed(1)} MB more than half-way`;
      if (grown > mayGrowMegabytes) throw new Error(figures);
      return figures;
    });
  } finally {
    await portal.stop();
    await drop();
  }
}

async function describe(
  { request, wire, fault, answer }: Finding,
  index: number,
): Promise<string> {
  const { target, role, method, pathTrick, packing } = request;
  return [
    `${target.id}: ${fault}`,
    `  as ${role}, ${method}, path ${pathTrick}, body ${packing}`,
    `  ${await curlOf(wire, role, `fault-${index + 1}.body`)}`,
    `  answered ${answer.replaceAll('\n', '\n  ')}`,
  ].join('\n');
}

export default fuzz;
