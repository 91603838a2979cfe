// bin/start, from its options to a portal that runs until it is told to stop.
import { relative } from 'node:path';
import { installDependencies } from './install.mjs';
import { withBuiltApp } from './portal/build.mjs';
import { checkDataFolder, checkPort } from './portal/checks.mjs';
import { canBuildDocs } from './portal/config.mjs';
import { checkDatabase } from './portal/database.mjs';
import { makeDemoPostmortems } from './portal/demoPostmortems.mjs';
import { makeDemoSchedules } from './portal/demoSchedules.mjs';
import { defaultPort, readOptions, usage } from './portal/options.mjs';
import { Portal } from './portal/Portal.mjs';
import { explain, say, secondsSince } from './say.mjs';

const begun = performance.now();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Asked a second time, it waits for nothing more; the backend notices by itself that it is alone.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
}

/** @param {import('./portal/options.mjs').StartOptions} options */
async function start({ port, data, databaseUrl, verbose }) {
  const { signal } = stopping;
  await checkPort(port);
  await checkDataFolder(data);
  await checkDatabase(databaseUrl);

  await installDependencies(signal);
  await checkDatabase(databaseUrl); // now with the driver, which was perhaps not there before
  const docs = await canBuildDocs(signal);
  if (!docs) {
    say(
      'the docs of the demo’s services are left out: they need MkDocs with its Material theme (on Debian: apt-get install mkdocs mkdocs-material)',
    );
  }
  const onOutput = verbose ? text => process.stdout.write(text) : undefined;
  const portal = await withBuiltApp(() => {
    say(`starting the portal on ${databaseUrl ? 'PostgreSQL' : 'SQLite'}`);
    return Portal.start({ port, data, databaseUrl, docs, onOutput, signal });
  }, signal);
  // Without them the demo is only less lively.
  await makeDemoSchedules(portal.url).catch(error =>
    say(`the demo’s schedules are missing: ${error.message}`),
  );
  await makeDemoPostmortems(portal.url).catch(error =>
    say(`the demo’s postmortems are missing: ${error.message}`),
  );
  process.stdout.write(welcome(portal, data));
  try {
    await Promise.race([portal.untilStopped(), aborted(signal)]);
  } finally {
    if (signal.aborted) say('stopping');
    await portal.stop();
  }
}

/** @param {AbortSignal} signal */
const aborted = signal =>
  new Promise(done => signal.addEventListener('abort', done));

/**
 * @param {Portal} portal
 * @param {string} data
 */
const welcome = ({ url, logFile }, data) => `
  Muster is up: ${url}   (after ${secondsSince(begun)})

  Next:
    1. Open it and choose who you are: Ana Ruiz is on call for payments.
    2. In another terminal, ${outageCommand(url)} plays an outage: a deploy, slow, errors, down, recovery.
    3. ${url}/incidents shows the line to paste that sends an alert of your own.

  Data: ${shown(data)} (kept)   Log: ${shown(logFile)}   Stop: Ctrl-C

`;

/** How the outage is played against this portal; its own port is the default. */
const outageCommand = url =>
  url.endsWith(`:${defaultPort}`) ? 'bin/outage' : `bin/outage --url ${url}`;

/** A path as short as it can be written from here. @param {string} path */
const shown = path => {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near || '.';
};

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(`${usage}\n`);
  else await start(options);
} catch (error) {
  if (!stopping.signal.aborted) process.exitCode = explain(error);
}
