// The order that bin/yarn lint:rooms holds. docs/architecture.md tells why.

/** The server's folder. */
export const serverFolder = 'plugins/incidents-backend/src/';

/** Its rooms, from the top: a room may import those before it. A new room gets its line here. */
export const rooms = [
  'platform',
  'work',
  'directory',
  'oncall',
  'incidents',
  'paging',
  'escalation',
  'alerts',
  'watchdog',
  'postmortems',
  'plays',
  'portal',
];

/** Open to every room below, in all its files. */
export const openRoom = 'platform';

/** The files through which a room is entered by others: what it does, and what it asks others to do for it. */
export const doors = ['service', 'ports'];

/** Folders beside the rooms, for tests and for the conformance runner: they import all, and nothing that ships imports them. */
export const testFolders = ['testing', 'conformance'];

/** True for a file that only tests use. @param {string} path */
export const isTestFile = path =>
  /\.test\.tsx?$|Fixture\.ts$|\/test[A-Z]\w*\.ts$|\/FakeClock\.ts$|\/setupTests\.ts$/.test(
    path,
  ) || testFolders.some(folder => path.startsWith(`${serverFolder}${folder}/`));

const prefix = '@muster/backstage-plugin-';

/** Our packages, and which of ours each may import. Modules for outside systems are like `incidents-backend-module-*`. */
const packages = {
  'incidents-common': [],
  'incidents-node': ['incidents-common'],
  'incidents-backend': [
    'incidents-common',
    'incidents-node',
    'catalog-backend-module-incidents',
    'search-backend-module-incidents',
  ],
  'incidents-backend-module-*': ['incidents-common', 'incidents-node'],
  'catalog-backend-module-incidents': ['incidents-common', 'incidents-node'],
  'search-backend-module-incidents': ['incidents-common', 'incidents-node'],
  incidents: ['incidents-common'],
};

/**
 * @param {string} folder - below plugins/
 * @returns {readonly string[] | undefined} the names of our packages that it may import; undefined for one that is not listed
 */
export function importableBy(folder) {
  const kind = folder.replace(
    /^(incidents-backend-module-).+/,
    (_, start) => `${start}*`,
  );
  const names = Object.hasOwn(packages, kind)
    ? packages[/** @type {keyof typeof packages} */ (kind)]
    : undefined;
  return names?.map(name => `${prefix}${name}`);
}

/** True for the name of one of our packages, or of a file in it. @param {string} specifier */
export const isOurs = specifier => specifier.startsWith(prefix);

/** What a model.ts may build on: values, text and time, no I/O. */
export const purePackages = [
  `${prefix}incidents-common`,
  `${prefix}incidents-node`,
  '@backstage/catalog-model',
  '@backstage/errors',
  '@backstage/types',
  'luxon',
  'zod',
];

/** The one file that reads the machine's clock; the rest of it is arithmetic on instants, which models may use. */
export const clockFile = `${serverFolder}platform/clock.ts`;

/** Code that must be given its time and its chance: the rooms, and the calculators that both sides share. */
export const isTimeless = path =>
  path !== clockFile &&
  !isTestFile(path) &&
  (rooms.some(room => path.startsWith(`${serverFolder}${room}/`)) ||
    path.startsWith('plugins/incidents-common/src/'));
