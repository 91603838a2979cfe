import { Locator, Page } from 'playwright-core';
import { choose } from './screens';

/** One of the three steps that an empty portal teaches. */
export const stepOf = (page: Page, title: string): Locator =>
  page
    .getByRole('region', { name: 'Three steps to your first page' })
    .getByRole('listitem')
    .filter({ hasText: title });

/** Does what a curl line says, as a terminal would: `curl -H 'name: value' URL -d 'body'`. */
export async function pasteIntoTerminal(line: string): Promise<Response> {
  const parts = /^curl -H '([^:']+): ([^']+)' (\S+) -d '([^']+)'$/.exec(
    line.trim(),
  );
  if (!parts) throw new Error(`this is no line for a terminal: ${line}`);
  const [, header, value, url, body] = parts;
  return fetch(url, { method: 'POST', headers: { [header]: value }, body });
}

/** Makes a weekly schedule of the Payments team with one person in it, on the screen of schedules. */
export async function makeSchedule(
  page: Page,
  { name, person }: { readonly name: string; readonly person: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Add schedule' }).click();
  const form = page.getByTestId('incidents-schedule');
  await form.getByLabel('Name').fill(name);
  await choose(form, 'Which team owns it?', 'Payments');
  // A Monday long ago: the first turn has begun, whenever this is run.
  await form.getByLabel('From').fill('2026-01-05');
  await choose(form, 'Add a person or a group', person);
}

/** Makes a policy of the Payments team that pages a schedule, on the screen of policies. */
export async function makePolicy(
  page: Page,
  { name, schedule }: { readonly name: string; readonly schedule: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Add policy' }).click();
  const form = page.getByTestId('incidents-policy');
  await form.getByLabel('Name').fill(name);
  await choose(form, 'Which team owns it?', 'Payments');
  await form
    .getByLabel('Page whoever is on call by')
    .selectOption({ label: schedule });
}

/** Saves the form of a dialog, and waits until it is gone. */
export async function save(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}
