import { Page } from 'playwright-core';

/**
 * Chooses a person on the sign-in page, and waits for the portal behind it.
 *
 * @param name - as the sign-in page shows it, such as `Ana Ruiz`
 */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await page.getByRole('button', { name }).click();
  // The sidebar counts as hidden while it is folded: it is enough that it is there.
  await page.getByRole('navigation').first().waitFor({ state: 'attached' });
}
