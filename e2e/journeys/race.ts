import { Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { live } from '../steps/live';
import { Monitor } from '../steps/Monitor';
import {
  arrive,
  figure,
  incidentPage,
  incidentsCard,
  openCheckout,
  phone,
  says,
} from '../steps/screens';

const broken = 'Checkout errors above 5 %';

/** Ana and Ben both press *Acknowledge*: one has it, the other is told who, and may join. */
const race: Journey = {
  name: 'race',
  async run(given) {
    const { portal, look, say } = given;
    const monitor = await Monitor.connect(portal);
    const ana = await arrive(given, 'Ana Ruiz');
    const ben = await arrive(given, 'Ben Okafor', { look: phone });
    await monitor.alert(broken, 'errors');
    for (const page of [ana, ben]) {
      await openCheckout(page);
      await incidentsCard(page).getByRole('link', { name: broken }).click();
      await says(figure(page, 'Responsible'), 'Ana Ruiz');
    }
    await look(ana, 'before');
    await look(ben, 'before-phone');

    say('both press at once; neither answer comes before both have asked');
    const answers = await acknowledgeTogether([ana, ben]);
    const outcomes = answers.map(({ outcome }) => outcome).sort();
    if (outcomes.join() !== 'done,unchanged') {
      throw new Error(`one should win, but: ${JSON.stringify(answers)}`);
    }
    const anaWon = answers[0].outcome === 'done';
    const winner = anaWon ? 'Ana Ruiz' : 'Ben Okafor';
    const loser = anaWon ? 'Ben Okafor' : 'Ana Ruiz';
    const late = anaWon ? ben : ana;

    say(`${winner} was quicker; ${loser} is told so`);
    await says(late.locator('body'), new RegExp(`${winner}.* has INC-\\d+`));
    for (const page of [ana, ben]) {
      await says(figure(page, 'Has it'), winner, live);
      // That somebody has it comes as a notification of the portal too, which looks the same to a machine.
      const errors = page
        .getByRole('alert')
        .filter({ hasNotText: /INC-\d+: acknowledged by/ });
      if (await errors.count()) {
        throw new Error(
          `an error is shown: ${await errors.first().innerText()}`,
        );
      }
    }
    await look(ana, 'after');
    await look(ben, 'after-phone');

    say(`${loser} joins, and both screens say so`);
    await late.getByRole('button', { name: 'More actions' }).click();
    await late.getByRole('menuitem', { name: 'Join' }).click();
    for (const page of [ana, ben]) {
      await says(figure(page, 'Has it'), `with ${loser}`, live);
      await says(incidentPage(page), `${loser} joined`, live);
    }
    await look(late, 'joined');
  },
};

/** Presses on all screens, and holds the requests back until the last one has been sent. */
async function acknowledgeTogether(
  pages: readonly Page[],
): Promise<readonly { readonly outcome: string }[]> {
  let asked = 0;
  let release = () => {};
  const all = new Promise<void>(resolve => {
    release = resolve;
  });
  const address = '**/api/incidents/v1/incidents/*/acknowledge';
  for (const page of pages) {
    await page.route(address, async route => {
      asked += 1;
      if (asked === pages.length) release();
      await all;
      await route.continue();
    });
  }
  return Promise.all(
    pages.map(async page => {
      const answer = page.waitForResponse(
        response =>
          response.url().endsWith('/acknowledge') &&
          response.request().method() === 'POST',
      );
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      return (await answer).json();
    }),
  );
}

export default race;
