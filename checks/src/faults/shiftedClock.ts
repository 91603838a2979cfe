// Loaded into a replica before its backend. Sets this process's wall clock ahead by as many seconds as `<folder>/clock-<replica>`
// says, and notes in `<folder>/clocks` that it did; the machine's, and so PostgreSQL's, are left alone. The folder comes in
// MUSTER_CHECK_DEATHS, the replica in MUSTER_CHECK_REPLICA.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.MUSTER_CHECK_DEATHS ?? '';
const replica = process.env.MUSTER_CHECK_REPLICA ?? '';
const lookMs = 200;

const MachineDate = Date;
const machineNow = () => MachineDate.now();
let aheadSeconds = 0;
const now = () => machineNow() + aheadSeconds * 1000;

const ShiftedDate: DateConstructor = new Proxy(MachineDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length ? given : [now()], newTarget),
  apply: () => new MachineDate(now()).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? now : Reflect.get(target, name, receiver),
});
globalThis.Date = ShiftedDate;

function look(): void {
  let wanted = aheadSeconds;
  try {
    wanted = Number(readFileSync(join(folder, `clock-${replica}`), 'utf8'));
  } catch {
    // Nobody has set it.
  }
  if (wanted === aheadSeconds) return;
  aheadSeconds = wanted;
  const off = Math.round((Date.now() - machineNow()) / 1000);
  appendFileSync(join(folder, 'clocks'), `${replica} ${off}\n`);
}

setInterval(look, lookMs).unref();
