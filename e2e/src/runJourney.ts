import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Browser, BrowserContext, Page } from 'playwright-core';
import { Accessibility } from './Accessibility';
import { Complaints } from './Complaints';
import { DemoPortal } from './DemoPortal';
import { Journey, Look } from './journey';
import { ownDatabase } from './ownDatabase';

const heights = { desk: 900, phone: 844 };
const phoneWidth = 600;
/** How long the browser waits for what a journey asks for, in ms. */
const patience = 15_000;

/** Where the pictures are kept, one folder for each journey. */
export const outputFolder = resolve(__dirname, '../output');

/**
 * Runs one journey on a portal of its own.
 *
 * @param serverUrl - PostgreSQL, on which the portal gets a database of its own; SQLite without it
 * @throws what went wrong; pictures of all open pages and the portal's log are kept
 */
export async function runJourney(
  journey: Journey,
  browser: Browser,
  accessibility: Accessibility,
  serverUrl: string | undefined,
): Promise<void> {
  const folder = join(outputFolder, journey.name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const database = serverUrl ? await ownDatabase(serverUrl) : undefined;
  const beside = await journey.beside?.();
  const portal = await DemoPortal.start({
    config: url => ({ ...journey.config, ...beside?.config(url) }),
    databaseUrl: database?.url,
  }).catch(async error => {
    await beside?.stop();
    throw error;
  });
  const contexts: BrowserContext[] = [];
  const complaints = new Complaints();
  let pictures = 0;
  const picture = (page: Page, name: string) => {
    pictures += 1;
    const file = `${String(pictures).padStart(2, '0')}-${name}.png`;
    return page.screenshot({
      path: join(folder, file),
      animations: 'disabled',
    });
  };

  try {
    await journey.run({
      browser,
      portal,
      async open(look = {}) {
        const context = await openContext(browser, portal.url, look);
        contexts.push(context);
        const page = await context.newPage();
        complaints.listen(page);
        return page;
      },
      async look(page, name) {
        await settled(page);
        await picture(page, name);
        await checkWidth(page);
        await accessibility.check(page);
      },
      say,
    });
    complaints.check();
  } catch (error) {
    for (const page of contexts.flatMap(context => context.pages())) {
      await picture(page, 'failed').catch(() => say('no picture of a page'));
    }
    await copyFile(portal.logFile, join(folder, 'portal.log'));
    throw error;
  } finally {
    for (const context of contexts) await context.close();
    await portal.stop();
    await beside?.stop();
    await database?.drop();
  }
}

const say = (line: string) => process.stdout.write(`         ${line}\n`);

async function openContext(
  browser: Browser,
  baseURL: string,
  { width = 1440, theme = 'light' }: Look,
): Promise<BrowserContext> {
  const height = width < phoneWidth ? heights.phone : heights.desk;
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
  });
  context.setDefaultTimeout(patience);
  await context.addInitScript(
    chosen => window.localStorage.setItem('theme', chosen),
    theme,
  );
  return context;
}

/** @throws Error when the screen is wider than its window, so that people must scroll sideways */
async function checkWidth(page: Page): Promise<void> {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: globalThis.innerWidth,
  }));
  if (wide > window + 1) {
    throw new Error(`${page.url()} is ${wide} px wide in ${window} px`);
  }
}

/** Until nothing turns any more, so that a picture shows the screen and not its loading. */
async function settled(page: Page): Promise<void> {
  await page
    .locator('[data-testid="progress"], [role="progressbar"]')
    .first()
    .waitFor({ state: 'detached' });
}
