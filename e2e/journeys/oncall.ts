import { contract } from '@muster/backstage-plugin-incidents-common';
import { Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { as } from '../steps/api';
import { save } from '../steps/firstRun';
import { arrive, choose, phone, says } from '../steps/screens';

const name = 'Shop around the clock';

/** A part of the page of a schedule, by its heading. */
const panel = (page: Page, title: string) =>
  page.getByRole('region', { name: title });

/** Opens the schedule from the list. */
async function openSchedule(page: Page): Promise<void> {
  await page.goto('/incidents/on-call');
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('heading', { name }).waitFor();
}

/** Asks a colleague to take one of the viewer's shifts, 0 the next; `inReturn` has the asker take one of theirs. */
async function askToCover(
  page: Page,
  { who, shift, inReturn }: { who: string; shift: number; inReturn: boolean },
): Promise<void> {
  await page.getByRole('button', { name: 'Cover for me' }).click();
  const dialog = page.getByRole('dialog');
  if (shift > 0) {
    await dialog.getByLabel('Which shift').selectOption({ index: shift });
  }
  await dialog.getByRole('radio', { name: new RegExp(`^${who}`) }).click();
  if (inReturn) {
    await dialog.getByLabel('In return I take').selectOption({ index: 1 });
  }
  await dialog.getByRole('button', { name: `Ask ${who}` }).click();
  await dialog.waitFor({ state: 'detached' });
}

/**
 * Ana builds a schedule around the world from nothing, sees its gap and closes it; Ben covers for her, they
 * swap, and she reads it all in her calendar program.
 */
const onCall: Journey = {
  name: 'oncall',
  async run(given) {
    const { portal, look, say } = given;
    const ana = await arrive(given, 'Ana Ruiz');

    say('a schedule that follows the sun, drawn while it is made');
    await ana.goto('/incidents/on-call');
    await ana.getByRole('button', { name: 'Add schedule' }).click();
    const form = ana.getByTestId('incidents-schedule');
    await form.getByLabel('Name').fill(name);
    await choose(form, 'Which team owns it?', 'Payments');
    await form.getByRole('button', { name: 'Follow the sun' }).click();
    const layer = (title: string) =>
      form.getByRole('group', { name: title, exact: true });
    for (const [title, people] of [
      ['Asia', ['Leila Haddad']],
      ['Europe', ['Ana Ruiz', 'Ben Okafor']],
      ['America', ['Grace Mwangi']],
    ] as const) {
      for (const person of people) {
        await choose(layer(title), 'Add a person or a group', person);
      }
    }
    const sunday = layer('America').getByRole('button', { name: 'Sun' });
    await sunday.click();
    await says(form, /\d gaps?/);
    await look(ana, 'editor');
    await save(ana);

    say('its gap is seen, with why and who could cover');
    await openSchedule(ana);
    const gaps = panel(ana, 'Gaps of the next 90 days');
    await says(gaps, /nobody for 7 h/);
    await look(ana, 'gap');

    say('it is closed in the editor');
    await ana.getByRole('button', { name: 'Edit' }).click();
    await sunday.click();
    await save(ana);
    await says(gaps, 'Every hour of the next 90 days is covered.');
    await says(panel(ana, 'Versions'), 'Version 2');

    say('Ana asks Ben to cover, and he does, on his phone');
    await askToCover(ana, { who: 'Ben Okafor', shift: 0, inReturn: false });
    const ben = await arrive(given, 'Ben Okafor', { look: phone });
    await ben.goto('/incidents/me');
    await says(panel(ben, 'Cover and swap'), /Ana Ruiz asks/);
    await look(ben, 'asked');
    await ben.getByRole('button', { name: 'Accept' }).click();
    await says(panel(ben, 'Cover and swap'), /accepted/);
    const overrides = panel(ana, 'Overrides from today on');
    await says(overrides, /Ben Okafor instead of Ana Ruiz/);

    say('Ben asks her to swap, and she accepts');
    await openSchedule(ben);
    await look(ben, 'schedule');
    // Not the first one, which he has taken over.
    await askToCover(ben, { who: 'Ana Ruiz', shift: 1, inReturn: true });
    await panel(ana, 'Requests')
      .getByRole('button', { name: 'Accept' })
      .click();
    await says(overrides, /Ana Ruiz instead of Ben Okafor/);
    await look(ana, 'swapped');

    say('her calendar program reads what the pager knows');
    await ana.getByRole('button', { name: 'Subscribe' }).click();
    const dialog = ana.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make the address' }).click();
    const address = await dialog.getByLabel('the address').first().innerText();
    await look(ana, 'subscribed');
    const calendar = await (await fetch(address.trim())).text();
    const api = await as(portal, 'Ana Ruiz');
    const { items } = await api.call(contract.oncall.listSchedules, {});
    const id = items.find(schedule => schedule.name === name)?.id ?? '';
    const from = new Date();
    const to = new Date(from.getTime() + 14 * 86_400_000);
    const { items: shifts } = await api.call(contract.oncall.shifts, {
      params: { id },
      query: { from: from.toISOString(), to: to.toISOString() },
    });
    // The first and the last are cut off by the range.
    for (const { start, end } of shifts.slice(1, -1)) {
      for (const [property, at] of [
        ['DTSTART', start],
        ['DTEND', end],
      ]) {
        const line = `${property}:${at.replace(/[-:]|\.\d+/g, '')}`;
        if (!calendar.includes(line)) {
          throw new Error(`the calendar lacks ${line}:\n${calendar}`);
        }
      }
    }
  },
};

export default onCall;
