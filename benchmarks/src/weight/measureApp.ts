import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Browser } from 'playwright-core';
import { DemoPortal } from '../../../e2e/src/DemoPortal';
import { signInAs } from '../../../e2e/src/signIn';

/** Kilobytes, gzipped, of files of a built app. */
export async function gzippedKb(
  dist: string,
  files: Iterable<string>,
): Promise<number> {
  let bytes = 0;
  for (const file of files) {
    bytes += gzipSync(await readFile(join(dist, file))).length;
  }
  return bytes / 1024;
}

/** Scripts and styles that a built app's page asks for by itself. */
export async function eagerFiles(dist: string): Promise<string[]> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="[^"]*?(static\/[^"]+\.(?:js|css))"/g)]
    .map(match => match[1])
    .filter(file => !file.endsWith('.map'));
}

/** A page that has asked for no file for so long has what it needs. */
const quietMs = 6_000;

/**
 * Scripts and styles that an entity's page has loaded when it shows everything.
 *
 * @param tab - its path below the page; the overview without
 */
export async function filesOfEntityPage(
  browser: Browser,
  config: Readonly<Record<string, unknown>>,
  tab?: string,
): Promise<Set<string>> {
  const portal = await DemoPortal.start({ config: () => config });
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const page = await context.newPage();
    const files = new Set<string>();
    let newestAt = 0;
    const settled = async () => {
      await page.waitForLoadState('networkidle');
      for (;;) {
        const wait = newestAt + quietMs - performance.now();
        if (wait <= 0) return;
        await sleep(wait);
      }
    };
    page.on('response', response => {
      const file = new URL(response.url()).pathname.match(
        /static\/.+\.(?:js|css)$/,
      );
      if (!file) return;
      files.add(file[0]);
      newestAt = performance.now();
    });
    await signInAs(page, 'Ana Ruiz');
    await page.goto('/catalog/default/component/checkout');
    await page.getByText('About', { exact: true }).first().waitFor();
    await settled();
    if (tab) {
      await page.goto(`/catalog/default/component/checkout/${tab}`);
      await page.getByTestId('incidents-entity-postmortems').waitFor();
      await settled();
    }
    return files;
  } finally {
    await context.close();
    await portal.stop();
  }
}
