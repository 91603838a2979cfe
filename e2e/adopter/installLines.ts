import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../bin/lib/children.mjs';

/** What the README tells an adopter to do. */
export interface InstallLines {
  /** Commands for the root of the portal. */
  readonly shell: readonly string[];
  /** Lines for packages/backend/src/index.ts. */
  readonly backend: readonly string[];
  /** The pieces of configuration that docs/install.md shows, as YAML; none is needed. */
  readonly config: readonly string[];
}

/**
 * Reads them out of the README, so that what is tried is what is promised.
 *
 * @throws Error when the README has none, or docs/install.md says otherwise
 */
export async function readInstallLines(): Promise<InstallLines> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const guide = await readFile(join(root, 'docs/install.md'), 'utf8');
  const section = readme.split(/^## /m).find(part => /^Install/.test(part));
  const blockOf = (language: string): readonly string[] => {
    const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm');
    const block = section?.match(fence)?.[0];
    if (!block) {
      throw new Error(`README.md, "Install …", has no block of ${language}`);
    }
    if (!guide.includes(block)) {
      throw new Error(
        `docs/install.md does not have this block of README.md:\n${block}`,
      );
    }
    return block.split('\n').filter(line => !/^(```|\/\/)/.test(line));
  };
  const config = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)];
  return {
    shell: blockOf('sh'),
    backend: blockOf('ts'),
    config: config.map(([, yaml]) => yaml),
  };
}
