import { Locator, Page } from 'playwright-core';

/** Opens the page with the mails that the demo would have sent, and the newest with these words in its subject. */
export async function openMail(page: Page, words: string): Promise<Locator> {
  await page.goto('/incidents/mailbox');
  const mailbox = page.getByTestId('incidents-mailbox');
  await mailbox.getByRole('button', { name: words }).first().click();
  const mail = mailbox.getByRole('region').filter({ hasText: 'Acknowledge:' });
  await mail.first().waitFor();
  return mail.first();
}

/** Where the acknowledge link of a mail leads. */
export async function acknowledgeLink(mail: Locator): Promise<string> {
  const link = mail.locator('a[href*="/public/acknowledge/"]');
  const href = await link.getAttribute('href');
  if (!href) throw new Error('the acknowledge link leads nowhere');
  return href;
}
