import { Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { checkoutPage } from '../steps/cast';
import { fillWithHostility, Guard, mark } from '../steps/hostile';
import { acknowledgeLink, openMail } from '../steps/mailbox';
import { arrive, ours, phone } from '../steps/screens';

/** Where most of it stands together; looked at on a desk too. */
const fullest = 3;
const screens = [
  '/incidents/INC-1',
  '/incidents/INC-2',
  checkoutPage,
  `${checkoutPage}/incidents`,
  '/incidents/now',
  '/incidents/all',
  '/incidents/on-call',
  '/incidents/policies',
  '/incidents/settings',
  '/incidents/mailbox',
];

/** Somebody hostile has a key, or an account: what they write stays text wherever people read it. */
const hostileTexts: Journey = {
  name: 'hostile',
  async run(given) {
    const { portal, look, open, say } = given;
    say('a monitor and a colleague write what they should not');
    await fillWithHostility(portal);

    // A mail's plain addresses are links, as in every mail program; nothing is loaded from them.
    const mails = '/incidents/mailbox';
    for (const device of ['desk', 'phone'] as const) {
      say(`screens on a ${device}: it is text, and they keep their shape`);
      let guard: Guard | undefined;
      const sana = await arrive(given, 'Sana Iqbal', {
        look: device === 'phone' ? phone : undefined,
        before: page => {
          guard = new Guard(page);
        },
      });
      const looked = device === 'phone' ? screens : screens.slice(0, fullest);
      for (const path of looked) {
        await sana.goto(path);
        await ours(sana).getByText(mark).first().waitFor();
        await unfold(sana);
        await look(sana, `${path.replace(/\W+/g, '-').slice(1)}-${device}`);
        if (path === mails) await guard?.checkLoads(sana);
        else await guard?.check(sana);
      }
      await sana.close();
    }

    say('the mail, and the page behind its link');
    const ana = await arrive(given, 'Ana Ruiz', { look: phone });
    const mailGuard = new Guard(ana);
    const link = await acknowledgeLink(await openMail(ana, mark));
    await look(ana, 'mail');
    await mailGuard.checkLoads(ana);
    const mobile = await open(phone);
    const guard = new Guard(mobile);
    await mobile.goto(link);
    await mobile.getByText(mark).first().waitFor();
    await look(mobile, 'acknowledge-link');
    await guard.check(mobile);
  },
};

/** Opens the parts of a screen that are folded. */
async function unfold(page: Page): Promise<void> {
  const folded = ours(page).locator(
    '.MuiAccordionSummary-root[aria-expanded=false]',
  );
  for (let left = await folded.count(); left > 0; left--) {
    await folded.first().click();
  }
}

export default hostileTexts;
