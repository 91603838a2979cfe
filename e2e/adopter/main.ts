// Installs what would be published into a portal fresh from Backstage's template, as an adopter does: bin/yarn pack:try
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, Refusal, secondsSince } from '../../bin/lib/say.mjs';
import { AdopterPortal } from './AdopterPortal';
import { checkConfig, install } from './install';
import { readInstallLines } from './installLines';
import { look } from './look';
import { packEverything } from './packages';
import { Registry } from './Registry';
import { runQuietly, stopping } from './runQuietly';
import { renderTemplate } from './template';

const usage = `Usage: bin/yarn pack:try [--keep]

  --keep   leaves the portal running until Ctrl-C, and its folder for good`;

const entity = {
  ref: 'component:default/example-website',
  name: 'example-website',
};
const broken = 'Website errors above 5 %';

const print = (line: string) => process.stdout.write(`${line}\n`);
let passed = 0;

/** Runs one step, and prints how long it took; what it throws ends the run. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    const result = await work();
    passed += 1;
    print(`ok       ${name} (${secondsSince(start)})`);
    return result;
  } catch (error) {
    print(`FAILED   ${name} (${secondsSince(start)})`);
    throw error;
  }
}

async function tryPackages(folder: string, keep: boolean): Promise<void> {
  const lines = await step(
    'README.md and docs/install.md give the same lines',
    readInstallLines,
  );
  const tarballs = await step(
    'every package packs, with all that it needs',
    () => packEverything(folder),
  );
  for (const { manifest, bytes } of tarballs) {
    const kilobytes = (bytes.length / 1024).toFixed(0);
    print(`         ${manifest.name} ${manifest.version}, ${kilobytes} kB`);
  }
  const registry = await Registry.start(tarballs);
  const home = join(folder, 'portal');
  let portal: AdopterPortal | undefined;
  try {
    await step('a portal is made from Backstage’s template', () =>
      renderTemplate(home),
    );
    for (const line of [...lines.shell, ...lines.backend]) {
      print(`         ${line}`);
    }
    const env = await step('the lines of the README install Muster', () =>
      install(home, registry.url, lines),
    );
    await step('yarn tsc, with which their CI begins, is content', () =>
      runQuietly('yarn', ['tsc'], { cwd: home, env }),
    );
    await step('the configuration in docs/install.md passes its schema', () =>
      checkConfig(home, env, lines.config),
    );
    const running = await step('yarn start brings app and backend up', () =>
      AdopterPortal.start(home, env),
    );
    portal = running;
    await step(
      'the guest makes a key, and an alert sent with it is taken',
      () => running.alert(entity.ref, broken),
    );
    await step('the incident is on the entity’s page and on /incidents', () =>
      look(running.appUrl, entity.name, broken),
    );
    for (const line of running.complaints) print(`         log: ${line}`);
    if (keep) {
      print(`         ${running.appUrl} in ${home}, until Ctrl-C`);
      await once(stopping.signal, 'abort');
    }
  } finally {
    await portal?.stop();
    await registry.stop();
  }
}

async function main(args: string[]): Promise<number> {
  const { keep, help } = readArguments(args);
  if (help) {
    print(usage);
    return 0;
  }
  const start = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'muster-adopter-'));
  let failed = 0;
  try {
    await tryPackages(folder, keep);
  } catch (error) {
    failed = 1;
    print(error instanceof Error ? `${error.stack}` : String(error));
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
  print(
    `         an install from nothing to an incident: ${secondsSince(start)}`,
  );
  print(`${passed} passed, ${failed} failed`);
  return failed;
}

function readArguments(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(message, { usage, exitCode: 2 });
  }
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.exitCode = explain(error);
  },
);
