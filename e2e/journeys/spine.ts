import { Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { waitFor } from '../src/waitFor';
import { countSignals, live, withoutSignals } from '../steps/live';
import { acknowledgeLink, openMail } from '../steps/mailbox';
import { Monitor } from '../steps/Monitor';
import {
  arrive,
  figure,
  incidentsCard,
  openCheckout,
  phone,
  says,
} from '../steps/screens';

const broken = 'Checkout errors above 5 %';

/**
 * Checkout breaks at night. Everybody who looks at it sees so, Ana is paged by mail, takes it from her
 * phone, and ends it; all screens follow by themselves, with signals and without.
 */
const spine: Journey = {
  name: 'spine',
  async run(given) {
    const { portal, open, look, say } = given;
    const monitor = await Monitor.connect(portal);
    await monitor.change('checkout v341 deployed');

    let signals = () => 0;
    const leila = await arrive(given, 'Leila Haddad', {
      before: page => {
        signals = countSignals(page);
      },
    });
    const grace = await arrive(given, 'Grace Mwangi', {
      look: phone,
      before: withoutSignals,
    });
    const everybody = [leila, grace];
    const allSee = (sees: (page: Page) => Promise<unknown>) =>
      Promise.all(everybody.map(sees));

    say('Leila (with signals) and Grace (without) look at checkout: all quiet');
    await allSee(async page => says(await openCheckout(page), 'All quiet'));
    await look(leila, 'checkout-quiet');

    say('a monitor sends an alert: both see it within 5 s, without reload');
    await monitor.alert(broken, 'errors');
    await allSee(page => says(incidentsCard(page), broken, live));
    await waitFor('a signal about the incident', async () => signals() > 0);
    await look(leila, 'checkout-broken');
    await look(grace, 'checkout-broken-phone');

    say('they open the incident: Ana was paged, and has not acknowledged yet');
    await allSee(async page => {
      await incidentsCard(page).getByRole('link', { name: broken }).click();
      await page.waitForURL(/\/incidents\/INC-\d+$/);
      await says(figure(page, 'Responsible'), 'Ana Ruiz');
      await says(figure(page, 'Status'), 'not acknowledged');
    });
    await look(leila, 'incident-triggered');
    await look(grace, 'incident-triggered-phone');

    say('the mail to Ana is in the demo’s mailbox');
    const ana = await arrive(given, 'Ana Ruiz');
    const mail = await openMail(ana, broken);
    await look(ana, 'mailbox');
    const link = await acknowledgeLink(mail);

    say(
      'she opens its link on a phone where nobody is signed in, and confirms',
    );
    const mobile = await open(phone);
    await mobile.goto(link);
    await mobile.getByRole('heading', { name: /^Acknowledge INC-/ }).waitFor();
    await look(mobile, 'acknowledge-link');
    await says(figure(leila, 'Status'), 'not acknowledged'); // to open a link is not to confirm
    await mobile.getByRole('button', { name: /^Acknowledge INC-/ }).click();
    await mobile.getByRole('heading', { name: /^You have INC-/ }).waitFor();
    await look(mobile, 'acknowledge-link-confirmed');

    say('everybody sees within 5 s who has it, without reload');
    await allSee(page => says(figure(page, 'Has it'), 'Ana Ruiz', live));
    await look(leila, 'incident-acknowledged');

    say('Ana resolves it and says what helped');
    await ana.goto(leila.url());
    await ana.getByRole('button', { name: 'Resolve' }).click();
    await ana.getByLabel(/What helped/).fill('Rolled back to v340');
    await look(ana, 'resolve');
    await ana
      .getByRole('dialog')
      .getByRole('button', { name: 'Resolve' })
      .click();
    await allSee(page => says(figure(page, 'Status'), 'resolved', live));
    await look(leila, 'incident-resolved');
    await look(grace, 'incident-resolved-phone');

    say('checkout is quiet again');
    await allSee(async page => says(await openCheckout(page), 'All quiet'));

    say(
      'a warning comes, and goes when the monitor recovers: no person is needed to end it',
    );
    await monitor.alert('Payments p99 above 4 s', 'slow', 'warning');
    await allSee(page =>
      says(incidentsCard(page), 'Payments p99 above 4 s', live),
    );
    await monitor.recover('slow');
    await allSee(page => says(incidentsCard(page), 'All quiet', live));
    await look(grace, 'checkout-quiet-again-phone');
  },
};

export default spine;
