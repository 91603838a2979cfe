import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A docs site of checkout as a pipeline would have published it, so that a journey can read docs where MkDocs is not installed. */
export class DocsSite {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async publish(): Promise<DocsSite> {
    const folder = await mkdtemp(join(tmpdir(), 'muster-docs-'));
    const site = join(folder, 'default/component/checkout');
    await mkdir(site, { recursive: true });
    await writeFile(join(site, 'index.html'), page);
    await writeFile(join(site, styles), '.md-grid { margin: 0 }');
    await writeFile(
      join(site, 'techdocs_metadata.json'),
      JSON.stringify({
        site_name: 'Checkout',
        site_description: 'How checkout works',
        build_timestamp: 0,
        files: ['index.html'],
      }),
    );
    return new DocsSite(folder);
  }

  /** What the portal needs to serve it. */
  get config() {
    return {
      techdocs: {
        builder: 'external',
        publisher: {
          type: 'local',
          local: { publishDirectory: this.#folder },
        },
      },
    };
  }

  stop(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** TechDocs waits for a sheet of this name before it shows a page. */
const styles = 'main.0badcafe.min.css';

/** In the structure that MkDocs' Material theme gives a page. */
const page = `<!doctype html>
<html lang="en">
  <head><title>Checkout</title><link rel="stylesheet" href="${styles}"></head>
  <body>
    <div class="md-container">
      <div class="md-main">
        <div class="md-main__inner md-grid">
          <div class="md-sidebar md-sidebar--primary" data-md-component="sidebar"><nav class="md-nav md-nav--primary" aria-label="Checkout"></nav></div>
          <div class="md-sidebar md-sidebar--secondary" data-md-component="sidebar"><nav class="md-nav md-nav--secondary" aria-label="Contents"></nav></div>
          <div class="md-content"><article class="md-content__inner md-typeset"><h1>Checkout</h1><p>Takes a basket to an order.</p></article></div>
        </div>
      </div>
    </div>
  </body>
</html>
`;
