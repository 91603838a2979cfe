// Loaded into the backend before anything else. To know which values of the configuration are secret, each start compiles the
// config.d.ts of every package with TypeScript, which costs it more than a quarter of its time; what comes out is kept in
// .toolchain/ until a package changes.
const { createHash } = require('node:crypto');
const { readFile, rename, writeFile } = require('node:fs/promises');
const { createRequire } = require('node:module');
const { dirname, join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');
const file = join(root, '.toolchain/config-schema.json');
/** Resolves as the backend does, whose folder this process was started in. */
const fromHere = createRequire(join(process.cwd(), 'package.json'));

const loader = fromHere('@backstage/config-loader');
const { loadConfigSchema } = loader;

loader.loadConfigSchema = async options => {
  if (!('dependencies' in options)) return loadConfigSchema(options);
  const key = await keyOf(options);
  const kept = await readKept();
  if (kept?.key === key) {
    return loadConfigSchema({ serialized: kept.serialized });
  }
  let isWhole = true;
  const schema = await loadConfigSchema({
    ...options,
    onSchemaError(error) {
      isWhole = false;
      options.onSchemaError?.(error);
    },
  });
  if (isWhole) await keep({ key, serialized: schema.serialize() });
  return schema;
};

/** Of what the schemas are made from: the lock file stands for the packages of others. */
async function keyOf({ dependencies, ...rest }) {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.cwd(), dependencies, rest]));
  hash.update(await readFile(join(root, 'yarn.lock')));
  for (const name of dependencies) {
    const folder = folderOf(name);
    if (!folder) continue; // it has no part in the schema either
    const manifest = await readFile(join(folder, 'package.json'), 'utf8');
    hash.update(manifest);
    // A schema may also stand in the manifest itself.
    const { configSchema } = JSON.parse(manifest);
    if (typeof configSchema === 'string') {
      hash.update(await readFile(join(folder, configSchema)).catch(() => ''));
    }
  }
  return hash.digest('hex');
}

/** Where a package is; undefined when it is not installed. */
function folderOf(name) {
  try {
    return dirname(fromHere.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** What an earlier start kept; undefined when there is none, or it cannot be read. */
const readKept = () =>
  readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);

/** Others may be starting at the same time, so it is there at once and whole. A start does not fail for it. */
async function keep(content) {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(content))
    .then(() => rename(fresh, file))
    .catch(() => {});
}
