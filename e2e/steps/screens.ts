import { Locator, Page } from 'playwright-core';
import { checkoutPage, Name } from './cast';
import { signInAs } from '../src/signIn';
import { Journeying, Look } from '../src/journey';

/** A desk in daylight. */
export const desk: Look = { width: 1440, theme: 'light' };
/** A phone at night. */
export const phone: Look = { width: 390, theme: 'dark' };

/** Somebody opens the portal in a browser of their own. */
export async function arrive(
  given: Journeying,
  name: Name,
  {
    look = desk,
    before,
  }: { look?: Look; before?: (page: Page) => unknown } = {},
): Promise<Page> {
  const page = await given.open(look);
  await before?.(page);
  await signInAs(page, name);
  return page;
}

/** Opens checkout's page; answers its card *Incidents*. */
export async function openCheckout(page: Page): Promise<Locator> {
  await page.goto(checkoutPage);
  const card = incidentsCard(page);
  await card.waitFor();
  return card;
}

/** Goes to another screen as a link does, within the app that is loaded. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate(to => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** What we draw ourselves. */
export const ours = (page: Page): Locator =>
  page.locator('[data-testid^=incidents-]');

/** The card *Incidents* on a service's page. */
export const incidentsCard = (page: Page): Locator =>
  page.getByTestId('incidents-entity-incidents');

/** The page of one incident. */
export const incidentPage = (page: Page): Locator =>
  page.getByTestId('incidents-incident');

/** One of the figures at the head of an incident's page: its label, and what stands below. */
export const figure = (page: Page, label: string): Locator =>
  incidentPage(page)
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: label }) });

/** Waits until a part of the screen says this. */
export async function says(
  part: Locator,
  words: string | RegExp,
  within?: number,
): Promise<void> {
  await part
    .getByText(words)
    .first()
    .waitFor({ timeout: within })
    .catch(async () => {
      const shown = await part.allInnerTexts();
      throw new Error(
        `it should say ${words}${within ? ` within ${within} ms` : ''}, but says: ${shown.join('\n') || 'nothing'}`,
      );
    });
}

/** Chooses an entity of the catalog in a field that offers them while one types. */
export async function choose(
  form: Locator,
  label: string,
  name: string,
): Promise<void> {
  await form.getByLabel(label).fill(name);
  await form
    .page()
    .getByRole('listbox')
    .getByRole('option', { name })
    .first()
    .click();
}
