import { contract } from '@muster/backstage-plugin-incidents-common';
import { Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { as, untilOwner } from '../steps/api';
import { checkout, checkoutPage, refs } from '../steps/cast';
import { save } from '../steps/firstRun';
import { arrive, choose, phone, says } from '../steps/screens';

const panel = (page: Page, title: string) =>
  page
    .getByTestId('incidents-entity-escalation')
    .getByRole('region', { name: title });

/**
 * Ana makes a policy on the page of her own service, reads what would happen and the proof that somebody
 * wakes up at every minute; Leila of another team reads the same, and can change nothing.
 */
const policy: Journey = {
  name: 'policy',
  async run(given) {
    const { portal, look, say } = given;
    const api = await as(portal, 'Ana Ruiz');
    await api.call(contract.oncall.createSchedule, {
      body: {
        name: 'Payments primary',
        ownerRef: 'group:default/team-payments',
        timezone: 'Europe/Madrid',
        layers: [
          {
            name: 'Weekdays',
            rotation: {
              unit: 'week',
              every: 1,
              startDate: '2026-01-05',
              handoffTime: '09:00',
              participants: [refs['Ana Ruiz'], refs['Ben Okafor']],
            },
            restrictions: [
              {
                days: ['mon', 'tue', 'wed', 'thu', 'fri'],
                start: '00:00',
                end: '00:00',
              },
            ],
          },
        ],
      },
    });

    await untilOwner(api, checkout);
    say('without a policy the owner is paged, and the tab says so');
    const ana = await arrive(given, 'Ana Ruiz');
    await ana.goto(`${checkoutPage}/escalation`);
    const escalation = panel(ana, 'Escalation');
    await says(escalation, 'No policy is bound');
    await look(ana, 'no-policy');

    say('she makes one there, with a second step for the worst only');
    await escalation.getByRole('button', { name: 'Make a policy' }).click();
    const form = ana.getByTestId('incidents-policy');
    await form.getByLabel('Name').fill('Payments, around the clock');
    await choose(form, 'Which team owns it?', 'Payments');
    const step = (number: number) =>
      form.getByRole('group', { name: `Step ${number}`, exact: true });
    await step(1)
      .getByLabel('Page whoever is on call by')
      .selectOption({ label: 'Payments primary' });
    await form.getByRole('button', { name: 'Add a step' }).click();
    await choose(step(2), 'Page a person or a whole group', 'Grace Mwangi');
    await step(2).getByRole('button', { name: 'More for this step' }).click();
    await step(2).getByRole('button', { name: 'SEV1' }).click();
    await look(ana, 'editor');
    await save(ana);

    say('she binds it, and reads who is paged');
    await escalation
      .getByLabel('Bind another policy')
      .selectOption({ label: 'Payments, around the clock' });
    await says(escalation, /whoever is on call by Payments primary/);
    await says(escalation, /only SEV1/);

    say('what would happen, to the minute');
    const whatIf = panel(ana, 'What would happen if');
    const sequence = whatIf.getByRole('list', { name: 'What would happen' });
    await says(sequence, 'Step 1');
    await whatIf.getByLabel('Severity').selectOption('SEV1');
    const second = sequence.getByRole('listitem').filter({ hasText: 'Step 2' });
    await says(second, 'Grace Mwangi');

    say('the proof');
    const proof = panel(ana, 'Coverage proof');
    await says(proof, /of the next 30 days/);
    await look(ana, 'proof');

    say('Leila of another team reads it on her phone, and changes nothing');
    const leila = await arrive(given, 'Leila Haddad', { look: phone });
    await leila.goto(`${checkoutPage}/escalation`);
    await says(panel(leila, 'Escalation'), 'Payments, around the clock');
    await says(panel(leila, 'Coverage proof'), /of the next 30 days/);
    const buttons = await panel(leila, 'Escalation')
      .getByRole('button', { name: /policy|binding/i })
      .count();
    if (buttons > 0) throw new Error('Leila may change what is not hers');
    await look(leila, 'reader');
  },
};

export default policy;
