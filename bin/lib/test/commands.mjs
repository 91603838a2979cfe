// Runs the tests of the commands in bin/, and counts them as the other stages do.
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const folder = resolve(import.meta.dirname, '..');
const files = (await readdir(folder, { recursive: true }))
  .filter(name => name.endsWith('.test.mjs'))
  .map(name => join(folder, name));

let passed = 0;
let failed = 0;
// The groups of tests, and the files, are events too.
const isTest = ({ name, details }) =>
  details.type !== 'suite' && !files.includes(name);
const events = run({ files, concurrency: 1 });
events.on('test:pass', event => {
  if (isTest(event)) passed += 1;
});
events.on('test:fail', event => {
  if (event.details.type !== 'suite') failed += 1;
});
events.compose(spec).pipe(process.stdout);
process.once('exit', () => {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed || !passed ? 1 : 0;
});
