import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, Page } from 'playwright-core';
import { browserArgs, findBrowser } from '../../bin/lib/browser.mjs';
import { Complaints } from '../src/Complaints';
import { outputFolder } from '../src/runJourney';

/** How long the browser waits; an app that is built as it is asked for takes its time. */
const patience = 30_000;
const pictures = join(outputFolder, 'adopter');

/**
 * Signs in as the template's guest, and looks for an incident where an adopter would.
 *
 * @param appUrl - of the portal
 * @param entity - name of the component that is broken
 * @param broken - what the alert said
 * @throws Error when it is not there, or the browser complains; a picture of the screen is kept
 */
export async function look(
  appUrl: string,
  entity: string,
  broken: string,
): Promise<void> {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: browserArgs,
  });
  const page = await browser.newPage({ baseURL: appUrl });
  page.setDefaultTimeout(patience);
  const complaints = new Complaints(isForeign);
  complaints.listen(page);
  const keep = (name: string) =>
    page.screenshot({ path: join(pictures, `${name}.png`) });
  try {
    await page.goto('/', { waitUntil: 'domcontentloaded' });
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('navigation').first().waitFor({ state: 'attached' });

    await page.goto(`/catalog/default/component/${entity}`);
    await says(page, 'incidents-entity-incidents', broken);
    await says(page, 'incidents-entity-on-call', 'guest');
    await keep('entity');

    await page.goto('/incidents');
    await says(page, 'incidents-now', broken);
    await keep('incidents');
    await page.getByRole('link', { name: broken }).first().click();
    await says(page, 'incidents-incident', broken);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await says(page, 'incidents-incident', 'acknowledged');
    await keep('incident');
    complaints.check();
  } catch (error) {
    await keep('failed');
    throw error;
  } finally {
    await browser.close();
  }
}

/**
 * An app under development passes on what React has to say of Backstage's own parts, and of the old component library's
 * way to animate, whoever uses it.
 */
const isForeign = (complaint: string): boolean =>
  complaint.startsWith('Warning: ') &&
  (complaint.includes('findDOMNode') || !complaint.includes('@muster/'));

/** Waits until a part of the screen that is ours says something. */
const says = (page: Page, testId: string, text: string): Promise<void> =>
  page.getByTestId(testId).getByText(text).first().waitFor();
