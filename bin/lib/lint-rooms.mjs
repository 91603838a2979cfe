// Holds the boundaries of the house (rooms/house.mjs):
//
//   bin/yarn lint:rooms               checks the sources of plugins/
//   bin/yarn lint:rooms --self-test   plants one fault of each kind in memory, and fails unless each is seen
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './children.mjs';
import { findFaults } from './rooms/findFaults.mjs';
import { readSource } from './rooms/readSource.mjs';
import { selfTest } from './rooms/selfTest.mjs';

const { values } = parseArgs({
  options: { 'self-test': { type: 'boolean', default: false } },
});

const print = console.log;

async function readSources() {
  const folders = await readdir(join(root, 'plugins'));
  const lists = await Promise.all(
    folders.map(folder => filesOf(`plugins/${folder}/src`)),
  );
  return Promise.all(
    lists
      .flat()
      .map(async path =>
        readSource(path, await readFile(join(root, path), 'utf8')),
      ),
  );
}

/** @param {string} folder - relative to the root */
async function filesOf(folder) {
  const entries = await readdir(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  return entries
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
}

const sources = await readSources();
if (values['self-test']) {
  process.exitCode = selfTest(sources, print) ? 0 : 1;
} else {
  const faults = findFaults(sources);
  for (const { path, line, message } of faults) {
    print(`${path}:${line}: ${message}`);
  }
  print(`${sources.length} files, ${faults.length} faults`);
  process.exitCode = faults.length ? 1 : 0;
}
