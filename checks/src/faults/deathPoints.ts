// Loaded into a replica before its backend. Makes the process end itself with SIGKILL at a boundary of the road from an accepted
// event to a page, when that boundary is armed: `<folder>/<boundary>` exists, and this process is the first to take it away. The
// folder comes in MUSTER_CHECK_DEATHS. The product knows nothing of this.
import { appendFileSync, existsSync, readFileSync, unlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { boundaryOf, RoadStep, Statement, stepOf } from './road';

const folder = process.env.MUSTER_CHECK_DEATHS ?? '';

/** Takes an armed boundary away; false when it is not armed, or another process was quicker. */
function take(name: string): boolean {
  try {
    unlinkSync(join(folder, name));
    return true;
  } catch {
    return false;
  }
}

function die(where: string): void {
  appendFileSync(join(folder, 'died'), `${where}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** How many boundaries have been passed since counting began, by all processes together; this one included. */
function count(where: string): number {
  const file = join(folder, 'passed');
  appendFileSync(file, `${where}\n`);
  return readFileSync(file, 'utf8').split('\n').length - 1;
}

/** The number of the boundary to die at; undefined when nobody counts. */
function armedNumber(): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'number'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A boundary is being passed. */
function pass(side: 'before' | 'after', step: string): void {
  const where = boundaryOf(side, step);
  if (take(where)) die(where);
  const number = armedNumber();
  if (number !== undefined && count(where) >= number && take('number')) {
    die(where);
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;

/** A step is done, unless it was in vain. */
function passAfter(step: RoadStep, result: unknown): void {
  const rows = field(result, 'rows');
  const inVain = Array.isArray(rows) && rows.length === 0;
  if (!(step.needsRows && inVain)) pass('after', step.name);
}

const holdLookMs = 20;

/** While `<folder>/hold` exists, senders wait before they take a page, so that others get there first. */
const isHeld = ({ name }: RoadStep): boolean =>
  name === 'take-delivery' && existsSync(join(folder, 'hold'));

function whenLetGo(step: RoadStep, go: () => void): void {
  if (isHeld(step)) setTimeout(() => whenLetGo(step, go), holdLookMs);
  else go();
}

type Callback = (error: unknown, result: unknown) => void;

/** What is used of the `pg` driver's connection; knex hands it a callback, others wait for the promise. */
interface Connection {
  query(config: unknown, ...rest: unknown[]): unknown;
}

const { Client }: { Client: { prototype: Connection } } = require('pg');
const { query } = Client.prototype;
/** What the open transaction of a connection has done so far. */
const transactions = new WeakMap<Connection, Statement[]>();

Client.prototype.query = function queryOrDie(config, ...rest) {
  const statement = readStatement(config, rest[0]);
  const step = statement && stepOf(statement, transactions.get(this) ?? []);
  if (statement) remember(this, statement);
  if (!step) return query.call(this, config, ...rest);
  if (!step.needsRows) pass('before', step.name);
  const wrapped = rest.map(value =>
    isCallback(value)
      ? (error: unknown, result: unknown) => {
          if (!error) passAfter(step, result);
          value(error, result);
        }
      : value,
  );
  if (rest.some(isCallback) && isHeld(step)) {
    whenLetGo(step, () => query.call(this, config, ...wrapped));
    return undefined;
  }
  const answer = query.call(this, config, ...wrapped);
  return answer instanceof Promise
    ? answer.then(result => {
        passAfter(step, result);
        return result;
      })
    : answer;
};

const isCallback = (value: unknown): value is Callback =>
  typeof value === 'function';

function readStatement(
  config: unknown,
  values: unknown,
): Statement | undefined {
  const text = typeof config === 'string' ? config : field(config, 'text');
  const bound = field(config, 'values') ?? values;
  return typeof text === 'string'
    ? { text, values: Array.isArray(bound) ? bound : [] }
    : undefined;
}

function remember(connection: Connection, statement: Statement): void {
  if (/^\s*begin/i.test(statement.text)) transactions.set(connection, []);
  else if (/^\s*(commit|rollback)/i.test(statement.text)) {
    transactions.delete(connection);
  } else transactions.get(connection)?.push(statement);
}

interface Mailer {
  sendMail(mail: unknown): Promise<unknown>;
}

const ofEmailModule = createRequire(
  require.resolve('@muster/backstage-plugin-incidents-backend-module-email/package.json'),
);
const nodemailer: { createTransport(options: unknown): Mailer } =
  ofEmailModule('nodemailer');
const { createTransport } = nodemailer;
Object.defineProperty(nodemailer, 'createTransport', {
  value(options: unknown): Mailer {
    const mailer = createTransport(options);
    const send = mailer.sendMail.bind(mailer);
    mailer.sendMail = async mail => {
      pass('before', 'mail');
      const answer = await send(mail);
      pass('after', 'mail');
      return answer;
    };
    return mailer;
  },
});
