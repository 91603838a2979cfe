import { Locator, Page } from 'playwright-core';

/** Opens the page with the mails that the demo would have sent; answers the mail with these words in its subject. */
export async function openMailbox(page: Page): Promise<Locator> {
  await page.goto('/incidents/mailbox');
  const mailbox = page.getByTestId('incidents-mailbox');
  await mailbox.waitFor();
  return mailbox;
}

/** Where the acknowledge link of the newest mail leads. */
export async function acknowledgeLink(mailbox: Locator): Promise<string> {
  const link = mailbox.locator('a[href*="/public/acknowledge/"]').first();
  const href = await link.getAttribute('href');
  if (!href) throw new Error('the mail has no acknowledge link');
  return href;
}
