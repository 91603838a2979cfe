// Plants one fault of each kind beside the real sources, in memory, and expects the linter to name exactly that one.
import { findFaults } from './findFaults.mjs';
import { serverFolder } from './house.mjs';
import { readSource } from './readSource.mjs';

const server = path => `${serverFolder}${path}`;

/** @type {readonly { what: string, path: string, text: string, expect: RegExp }[]} */
const faults = [
  {
    what: 'a room that imports one below it',
    path: server('oncall/planted.ts'),
    text: "import { Paging } from '../paging/service';\nexport type P = Paging;",
    expect: /room 'oncall' must not import from 'paging'/,
  },
  {
    what: 'a room that passes by the door of one above it',
    path: server('alerts/planted.ts'),
    text: "import * as store from '../incidents/store';\nexport default store;",
    expect: /must enter 'incidents' through service\.ts/,
  },
  {
    what: 'a hidden import',
    path: server('work/planted.ts'),
    text: "export const load = () => import('../alerts/service');",
    expect: /room 'work' must not import from 'alerts'/,
  },
  {
    what: 'a test that reaches into a room below its own',
    path: server('directory/planted.test.ts'),
    text: "import { store } from '../alerts/store';\nstore();",
    expect: /room 'directory' must not import from 'alerts'/,
  },
  {
    what: 'a room that imports the inventory',
    path: server('paging/planted.ts'),
    text: "export { incidentsPlugin } from '../plugin';",
    expect: /must not import the inventory/,
  },
  {
    what: 'shipped code that imports a test’s tool',
    path: server('paging/planted.ts'),
    text: "import { FakeClock } from '../platform/FakeClock';\nnew FakeClock();",
    expect: /must not import what is there for tests/,
  },
  {
    what: 'a folder that is no room',
    path: server('cellar/planted.ts'),
    text: 'export {};',
    expect: /'cellar' is not one of the rooms/,
  },
  {
    what: 'a room that asks the machine for the time',
    path: server('escalation/planted.ts'),
    text: 'export const now = () => new Date();',
    expect: /new Date\(\) is not allowed here/,
  },
  {
    what: 'a calculator that throws dice',
    path: 'plugins/incidents-common/src/planted.ts',
    text: 'export const dice = () => Math.random();',
    expect: /Math\.random\(\) is not allowed here/,
  },
  {
    what: 'a model that touches the database',
    path: server('portal/model.ts'),
    text: "import { Database } from '../platform/database';\nexport const open = Database.open;",
    expect: /a model is pure/,
  },
  {
    what: 'a model that touches the network through another file',
    path: server('portal/model.ts'),
    text: "export { call } from './planted';",
    expect: /a model is pure/,
  },
  {
    what: 'the browser’s code that imports the server’s',
    path: 'plugins/incidents/src/planted.ts',
    text: "import '@muster/backstage-plugin-incidents-backend';",
    expect: /package 'incidents' must not import/,
  },
  {
    what: 'the shared code that imports the server’s',
    path: 'plugins/incidents-common/src/planted.ts',
    text: "import { x } from '@muster/backstage-plugin-incidents-node';\nx();",
    expect: /package 'incidents-common' must not import/,
  },
  {
    what: 'a path out of the package',
    path: 'plugins/incidents/src/planted.ts',
    text: "export * from '../../incidents-backend/src/plugin';",
    expect: /reaches into another package by path/,
  },
];

/** What one of the planted models imports; no fault by itself. */
const accomplice = readSource(
  server('portal/planted.ts'),
  "import { request } from 'node:http';\nexport const call = () => request('');",
);

/**
 * @param {readonly import('./readSource.mjs').Source[]} sources - the real ones
 * @param {(line: string) => void} print
 * @returns {boolean} whether each planted fault was seen
 */
export function selfTest(sources, print) {
  const seen = faults.map(({ what, path, text, expect }) => {
    const planted = readSource(path, text);
    const others = sources.filter(source => source.path !== path);
    const hits = findFaults([...others, accomplice, planted]).filter(
      fault => fault.path === path,
    );
    const isSeen = hits.length === 1 && expect.test(hits[0].message);
    print(`${isSeen ? 'seen  ' : 'MISSED'} ${what} (${path})`);
    for (const hit of isSeen ? [] : hits) print(`       ${hit.message}`);
    return isSeen;
  });
  const missed = seen.filter(isSeen => !isSeen).length;
  print(`planted ${seen.length} faults, ${missed} of them missed`);
  return missed === 0;
}
