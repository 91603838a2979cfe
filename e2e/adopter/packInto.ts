// Puts what would be published into a portal of yours, as files: bin/yarn pack:into PORTAL
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { explain, Refusal } from '../../bin/lib/say.mjs';
import { readInstallLines } from './installLines';
import { packEverything, Tarball } from './packages';

const usage = `Usage: bin/yarn pack:into PORTAL

  PORTAL   the root of a Backstage portal. Its folder muster/ gets the packages, its package.json is told to take them
           from there. Then the commands to type are printed: those of the README.`;

/** Inside the portal. */
const shelf = 'muster';

const print = (line: string) => process.stdout.write(`${line}\n`);

const manifestSchema = z.looseObject({
  workspaces: z.unknown().refine(value => value !== undefined),
  resolutions: z.record(z.string(), z.string()).default({}),
});

const fileOf = ({ manifest: { name, version } }: Tarball): string =>
  `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;

async function packInto(portal: string): Promise<void> {
  const manifestFile = join(portal, 'package.json');
  const manifest = await readManifest(manifestFile);
  print('muster: building and packing (a minute)');
  const folder = await mkdtemp(join(tmpdir(), 'muster-pack-'));
  try {
    const tarballs = await packEverything(folder);
    await mkdir(join(portal, shelf), { recursive: true });
    for (const tarball of tarballs) {
      await writeFile(join(portal, shelf, fileOf(tarball)), tarball.bytes);
      manifest.resolutions[tarball.manifest.name] =
        `file:./${shelf}/${fileOf(tarball)}`;
    }
    await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
    await tellTheRest(portal, tarballs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readManifest(file: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(`there is no ${file}; name the root of a portal`, {
      usage,
      exitCode: 2,
    });
  });
  const manifest = manifestSchema.safeParse(JSON.parse(text));
  if (manifest.success) return manifest.data;
  throw new Refusal(`${file} has no workspaces; name the root of a portal`, {
    usage,
    exitCode: 2,
  });
}

async function tellTheRest(
  portal: string,
  tarballs: readonly Tarball[],
): Promise<void> {
  const { shell, backend } = await readInstallLines();
  const versions = new Map(
    tarballs.map(({ manifest: { name, version } }) => [name, version]),
  );
  print(`muster: ${portal}/${shelf} has the packages. In ${portal}, type:\n`);
  for (const line of shell) {
    // With its version a package is not looked for where packages are published.
    print(
      `  ${line.replace(/@muster\/\S+/g, name => `${name}@^${versions.get(name)}`)}`,
    );
  }
  print('\nand add to packages/backend/src/index.ts:\n');
  for (const line of backend) print(`  ${line}`);
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length !== 1) {
    throw new Refusal('name one portal', { usage, exitCode: 2 });
  }
  await packInto(
    resolve(process.env.MUSTER_CALLED_FROM ?? '.', positionals[0]),
  );
}

main().catch(error => {
  process.exitCode = explain(error);
});
