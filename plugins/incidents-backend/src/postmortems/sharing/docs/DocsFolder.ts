import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SharedImage } from '../shared';

/** What an entry of the index page says. */
export interface IndexedDocument {
  /** `PM-12`. */
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly service: string;
  readonly occurredAt: Date;
}

const namePattern = /^PM-\d{1,9}$/;
const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** Of TechDocs; written once, so that a portal may change it. */
const mkdocs = `site_name: Postmortems
nav:
  - Postmortems: index.md
plugins:
  - techdocs-core
`;

/**
 * A folder of Markdown that TechDocs builds: `mkdocs.yml`, `docs/index.md`, and `docs/PM-12.md` with its images in
 * `docs/PM-12/`. Names are made of numbers and ids alone, never of what people wrote, so that nothing is written outside.
 */
export class DocsFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Writes one, in place of what was there. */
  async write(
    name: string,
    toText: (imageAddress: (id: string) => string) => string,
    images: readonly SharedImage[],
  ): Promise<void> {
    const page = this.#page(name);
    const files = new Map(
      images.flatMap(image => {
        const extension = extensions[image.mediaType];
        return extension && /^[0-9a-f-]{1,64}$/i.test(image.id)
          ? [[image.id, { image, file: `${image.id}.${extension}` }]]
          : [];
      }),
    );
    await this.#begin();
    const folder = page.replace(/\.md$/, '');
    await rm(folder, { recursive: true, force: true });
    for (const { image, file } of files.values()) {
      await put(join(folder, file), image.data);
    }
    await put(
      page,
      toText(id => `${name}/${files.get(id)?.file ?? 'missing.png'}`),
    );
  }

  /** Removes one, if it is there. */
  async remove(name: string): Promise<void> {
    const page = this.#page(name);
    await rm(page, { force: true });
    await rm(page.replace(/\.md$/, ''), { recursive: true, force: true });
  }

  /** Whether there is nothing yet, such as on a new disk. */
  async isEmpty(): Promise<boolean> {
    return access(join(this.#root, 'docs', 'index.md')).then(
      () => false,
      () => true,
    );
  }

  /** Names of those that are in it. */
  async names(): Promise<ReadonlySet<string>> {
    const files = await readdir(join(this.#root, 'docs')).catch(() => []);
    return new Set(
      files.flatMap(file =>
        file.endsWith('.md') ? [file.replace(/\.md$/, '')] : [],
      ),
    );
  }

  /** Writes the page that lists all, newest first. */
  async writeIndex(documents: readonly IndexedDocument[]): Promise<void> {
    await this.#begin();
    const rows = documents.map(
      ({ name, title, severity, service, occurredAt }) =>
        `| ${occurredAt.toISOString().slice(0, 10)} | [${name} ${inCell(title)}](${name}.md) | ${severity} | ${inCell(service)} |`,
    );
    await put(
      join(this.#root, 'docs', 'index.md'),
      [
        '# Postmortems',
        '',
        ...(rows.length > 0
          ? [
              '| Date | Postmortem | Severity | Service |',
              '|---|---|---|---|',
              ...rows,
            ]
          : ['None is published yet.']),
        '',
      ].join('\n'),
    );
  }

  #page(name: string): string {
    if (!namePattern.test(name)) {
      throw new Error(`${name} is no name of a postmortem`);
    }
    return join(this.#root, 'docs', `${name}.md`);
  }

  async #begin(): Promise<void> {
    const file = join(this.#root, 'mkdocs.yml');
    const isThere = await readFile(file).then(
      () => true,
      () => false,
    );
    if (!isThere) await put(file, mkdocs);
  }
}

/** Text of a cell of a table, in which nothing is Markdown. */
const inCell = (text: string) =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#|!]/g, '\\$&');

/** Readers see the old file or the new one, never half of one. */
async function put(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // In a folder of its own: other replicas may write the same file, with the same process id.
  const own = await mkdtemp(join(dirname(file), '.unfinished-'));
  try {
    await writeFile(join(own, 'file'), content);
    await rename(join(own, 'file'), file);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
