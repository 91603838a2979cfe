// Loaded into a replica before its backend. Makes the process end itself with SIGKILL at the n-th boundary of runs of plays: just
// before or just after the commit of a transaction that writes a run. `<folder>/number` arms it; `<folder>/passed` counts over all
// processes. The folder comes in MUSTER_CHECK_DEATHS. The product knows nothing of this.
import { appendFileSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.MUSTER_CHECK_DEATHS ?? '';

/** How many boundaries have been passed since it was armed, this one included; undefined when nobody counts. */
function count(): number | undefined {
  const file = join(folder, 'passed');
  try {
    readFileSync(file);
  } catch {
    return undefined;
  }
  appendFileSync(file, '.');
  return readFileSync(file).length;
}

/** Takes the number that is armed; undefined when none is, or another process was quicker. */
function take(passed: number): number | undefined {
  const file = join(folder, 'number');
  try {
    const number = Number(readFileSync(file, 'utf8'));
    if (passed < number) return undefined;
    unlinkSync(file);
    return number;
  } catch {
    return undefined;
  }
}

function pass(where: string): void {
  const passed = count();
  if (passed === undefined || take(passed) === undefined) return;
  appendFileSync(join(folder, 'died'), `${where}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** What is used of the `pg` driver's connection; knex hands it a callback. */
interface Connection {
  query(config: unknown, ...rest: unknown[]): unknown;
}

type Callback = (error: unknown, result: unknown) => void;
const isCallback = (value: unknown): value is Callback =>
  typeof value === 'function';

const textOf = (config: unknown): string => {
  if (typeof config === 'string') return config;
  const text =
    typeof config === 'object' && config !== null
      ? Reflect.get(config, 'text')
      : undefined;
  return typeof text === 'string' ? text : '';
};

const { Client }: { Client: { prototype: Connection } } = require('pg');
const { query } = Client.prototype;
/** Connections whose open transaction writes a run. */
const writers = new WeakSet<Connection>();

Client.prototype.query = function queryOrDie(config, ...rest) {
  const text = textOf(config);
  if (/^\s*begin/i.test(text)) writers.delete(this);
  if (/^\s*(insert into|update) "play_(runs|steps)"/i.test(text)) {
    writers.add(this);
  }
  if (!/^\s*commit/i.test(text) || !writers.has(this)) {
    return query.call(this, config, ...rest);
  }
  writers.delete(this);
  pass('before');
  const answer = query.call(
    this,
    config,
    ...rest.map(value =>
      isCallback(value)
        ? (error: unknown, result: unknown) => {
            if (!error) pass('after');
            value(error, result);
          }
        : value,
    ),
  );
  return answer instanceof Promise
    ? answer.then(result => {
        pass('after');
        return result;
      })
    : answer;
};
