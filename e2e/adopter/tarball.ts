import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const execute = promisify(execFile);

/** What the manifest inside a tarball must say; the rest is kept as it is, for the registry. */
const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  main: z.string().regex(/^(\.\/)?dist\//),
  types: z.string(),
  backstage: z.looseObject({
    role: z.string(),
    features: z.record(z.string(), z.string()).optional(),
  }),
  dependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  configSchema: z.string().optional(),
  exports: z.record(z.string(), z.unknown()).optional(),
});
type PublishedManifest = z.infer<typeof manifestSchema>;

/** A package as it would be published. */
export interface Tarball {
  readonly manifest: PublishedManifest;
  readonly bytes: Buffer;
  /** Subresource integrity of the bytes, as a lock file names it. */
  readonly integrity: string;
}

/**
 * @param file - whose content is unpacked beside it
 * @throws Error naming what an adopter would miss in it
 */
export async function readTarball(file: string): Promise<Tarball> {
  const unpacked = `${file}.unpacked`;
  await mkdir(unpacked);
  await execute('tar', ['-xzf', file, '-C', unpacked]);
  const content = join(unpacked, 'package');
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(content, 'package.json'), 'utf8')),
  );
  const files = await readdir(content, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = files
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => relative(content, join(parentPath, name)));
  const faults = [
    ...missingFiles(manifest, new Set(paths)),
    ...wrongRanges(manifest),
    ...(await undeclared(manifest, content, paths)),
  ];
  if (faults.length) {
    throw new Error(`${manifest.name} as packed:\n${faults.join('\n')}`);
  }
  const bytes = await readFile(file);
  const digest = createHash('sha512').update(bytes).digest('base64');
  return { manifest, bytes, integrity: `sha512-${digest}` };
}

function missingFiles(
  { name, main, types, configSchema, exports, backstage }: PublishedManifest,
  files: ReadonlySet<string>,
): string[] {
  const promised = [main, types, ...filesIn(exports), 'README.md'];
  if (configSchema) promised.push(configSchema);
  const faults = promised
    .filter(path => !files.has(path.replace(/^\.\//, '')))
    .map(path => `${path} is missing`);
  if (backstage.role.startsWith('backend-plugin') && !backstage.features) {
    faults.push('"backstage.features" is missing: it is not discovered');
  }
  const isMigration = (path: string) => /^migrations\/\d+_\w+\.js$/.test(path);
  if (name.endsWith('-incidents-backend') && ![...files].some(isMigration)) {
    faults.push('it has no migrations');
  }
  if ([...files].some(path => /\.test\.|^src\//.test(path))) {
    faults.push('sources or tests are in it');
  }
  return faults;
}

/** The files that `exports` names, at any depth. */
const filesIn = (exported: unknown): string[] => {
  if (typeof exported === 'string') {
    return exported.startsWith('./') ? [exported] : [];
  }
  return exported && typeof exported === 'object'
    ? Object.values(exported).flatMap(filesIn)
    : [];
};

/** React and its router exist once in an app, so the app brings them. */
const onceInAnApp = ['react', 'react-dom', 'react-router-dom'];

function wrongRanges({
  backstage,
  dependencies,
  peerDependencies,
}: PublishedManifest): string[] {
  const ranges = Object.entries({ ...dependencies, ...peerDependencies });
  const faults = ranges
    .filter(([, range]) => range.startsWith('workspace:'))
    .map(([name, range]) => `${name} is asked for as ${range}`);
  for (const peer of onceInAnApp) {
    if (dependencies[peer]) faults.push(`${peer} is a dependency`);
    if (backstage.role === 'frontend-plugin' && !peerDependencies[peer]) {
      faults.push(`${peer} is no peer dependency`);
    }
  }
  return faults;
}

/** What the code asks for and the manifest does not bring: found in our checkout by luck, and not in every portal. */
async function undeclared(
  { name, dependencies, peerDependencies }: PublishedManifest,
  folder: string,
  files: readonly string[],
): Promise<string[]> {
  const asked = new Set<string>();
  for (const file of files.filter(path => path.endsWith('.js'))) {
    const code = await readFile(join(folder, file), 'utf8');
    const imports = code.matchAll(
      /(?:\brequire\(|\bimport\(|\bfrom |^import )['"](?!node:)((?:@[\w.-]+\/)?[\w-][\w.-]*)/gm,
    );
    for (const [, dependency] of imports) asked.add(dependency);
  }
  return [...asked]
    .filter(dependency => !isBuiltin(dependency) && dependency !== name)
    .filter(dependency => !dependencies[dependency])
    .filter(dependency => !peerDependencies[dependency])
    .map(dependency => `the code asks for ${dependency}, which is undeclared`);
}
