// bin/start as a person runs it: the real command, in a process of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from './children.mjs';
import { isAlive } from './lock.mjs';
import { freePort } from './portal/checks.mjs';
import { startPostgres } from './postgres.mjs';

/** How long a start may take to find out that it cannot work, in ms. */
const soon = 30_000;

/** A folder for the data of all portals here. @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-start-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/**
 * Runs a command of bin/.
 *
 * @param {'start' | 'outage'} name
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(name, args, env) {
  const child = spawn(join(root, 'bin', name), args, {
    env: { ...process.env, MUSTER_DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, output }));
  const up = new Promise((done, failed) => {
    child.stdout.on('data', () => {
      if (output.includes('Muster is up')) done(undefined);
    });
    ended.then(() => failed(new Error(output)));
  });
  up.catch(() => {}); // most of the tests here expect no portal
  return { child, ended, up };
}

/**
 * Runs a start that must not come about.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function refused(args, env) {
  const begun = performance.now();
  const { code, output } = await run('start', args, env).ended;
  assert.notEqual(code, 0, output);
  assert.ok(performance.now() - begun < soon, `too late:\n${output}`);
  return output;
}

describe('bin/start', () => {
  it('bad input: a port that is taken is named, and the way out', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    assert.ok(address && typeof address === 'object');
    const { port } = address;
    const output = await refused(['--port', String(port), '--data', folder]);
    stranger.close();
    assert.match(output, new RegExp(`port ${port} is taken.*--port`));
  });

  it('bad input: a database that does not answer is named, without its password', async () => {
    const port = await freePort();
    const output = await refused(['--data', folder], {
      MUSTER_DATABASE_URL: `postgres://muster:secret@localhost:${port}/muster`,
    });
    assert.match(output, /cannot be reached \(ECONNREFUSED\)/);
    assert.doesNotMatch(output, /secret/);
  });

  it('bad input: MySQL is refused, and what is supported is said', async () => {
    const output = await refused(['--data', folder], {
      MUSTER_DATABASE_URL: 'mysql://muster:secret@localhost/muster',
    });
    assert.match(output, /mysql:.*runs on PostgreSQL.*SQLite/);
  });

  for (const args of [['--verbse'], ['--port', 'http'], ['now']]) {
    it(`bad input: ${args.join(' ')} is answered with the usage`, async () => {
      assert.match(await refused(args), /Usage: bin\/start/);
    });
  }

  it('bad input: a data folder that cannot be one is named', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const output = await refused(['--data', file]);
    assert.match(output, /data folder .*a-file cannot be written/);
  });

  it('says how it is used', async () => {
    const { code, output } = await run('start', ['--help']).ended;
    assert.equal(code, 0);
    assert.match(output, /Usage: bin\/start.*MUSTER_DATABASE_URL/s);
  });

  it('comes up, refuses a second one on its data, plays an outage, stops cleanly, and leaves nothing running', async () => {
    const data = join(folder, 'sqlite');
    const portal = run('start', [
      '--port',
      String(await freePort()),
      '--data',
      data,
    ]);
    await portal.up;
    const { pid, url } = JSON.parse(
      await readFile(join(data, 'portal.json'), 'utf8'),
    );
    assert.equal((await fetch(url)).status, 200);
    const second = await refused([
      ...['--port', String(await freePort())],
      ...['--data', data],
    ]);
    assert.match(second, /a portal is running on the data folder/);

    const outage = await run('outage', ['--url', url, '--fast']).ended;
    assert.equal(outage.code, 0, outage.output);

    portal.child.kill('SIGINT');
    const { code, output } = await portal.ended;
    assert.equal(code, 0, output);
    assert.ok(output.includes(url) && output.includes('bin/outage'), output);
    assert.equal(isAlive(pid), false);
  });

  it('keeps its data; and takes its backend along when it is killed outright', async () => {
    const data = join(folder, 'sqlite');
    const portal = run('start', [
      '--port',
      String(await freePort()),
      '--data',
      data,
    ]);
    await portal.up;
    const { pid, url } = JSON.parse(
      await readFile(join(data, 'portal.json'), 'utf8'),
    );
    assert.notEqual(await countIncidents(url), 0); // of the outage above
    portal.child.kill('SIGKILL');
    await portal.ended;
    await untilGone(pid);
  });

  it('keeps its data in the PostgreSQL that it is given', async () => {
    const postgres = await startPostgres();
    try {
      const portal = run(
        'start',
        [
          ...['--port', String(await freePort())],
          ...['--data', join(folder, 'postgres')],
        ],
        { MUSTER_DATABASE_URL: postgres.url },
      );
      await portal.up;
      portal.child.kill('SIGTERM');
      const { code, output } = await portal.ended;
      assert.equal(code, 0, output);
      assert.match(output, /on PostgreSQL/);
    } finally {
      await postgres.stop();
    }
  });
});

/** @param {string} url */
async function countIncidents(url) {
  const signIn = await fetch(`${url}/api/auth/demo/refresh`, {
    headers: {
      'x-demo-person': 'user:default/ana.ruiz',
      'x-requested-with': 'XMLHttpRequest',
    },
  });
  const { backstageIdentity } = await signIn.json();
  const list = await fetch(`${url}/api/incidents/v1/incidents`, {
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  const { items } = await list.json();
  return items.length;
}

/** @param {number} pid */
async function untilGone(pid) {
  const deadline = performance.now() + soon;
  while (isAlive(pid)) {
    assert.ok(performance.now() < deadline, `process ${pid} still runs`);
    await new Promise(done => setTimeout(done, 100));
  }
}
