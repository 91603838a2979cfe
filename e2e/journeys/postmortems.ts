import { contract } from '@muster/backstage-plugin-incidents-common';
import { Locator, Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { waitFor } from '../src/waitFor';
import { as, untilOwner } from '../steps/api';
import { checkout, checkoutPage, refs } from '../steps/cast';
import { DocsSite } from '../steps/DocsSite';
import { arrive, choose, phone, says } from '../steps/screens';

const docs = '/docs/default/component/checkout';
/** Portal search takes postmortems in every few seconds, so that nobody waits. */
const often = {
  frequency: { seconds: 5 },
  timeout: { seconds: 30 },
  initialDelay: { seconds: 3 },
};
/** How long portal search may take to know what was published, in ms. */
const untilIndexed = 90_000;

const postmortems = (page: Page): Locator =>
  page.getByTestId('incidents-postmortems');
const section = (page: Page, key: string): Locator =>
  page.getByTestId(`incidents-section-${key}`);
/** What the docs of a service say of its postmortems. */
const inDocs = (page: Page): Locator =>
  page.getByTestId('incidents-docs-postmortems');
const press = (part: Page | Locator, name: string | RegExp): Promise<void> =>
  part.getByRole('button', { name, exact: true }).click();

/** Opens a section for writing, and writes at its end. */
async function write(page: Page, key: string, text: string): Promise<void> {
  const part = section(page, key);
  await part.getByRole('button', { name: /^Write / }).click();
  await part.getByRole('textbox').first().click();
  await page.keyboard.insertText(text);
}

/** Pastes a picture, as a screenshot tool leaves it. */
const pasteImage = (field: Locator): Promise<void> =>
  field.evaluate(async element => {
    const canvas = document.createElement('canvas');
    const image = await new Promise<Blob | null>(resolve =>
      canvas.toBlob(resolve, 'image/png'),
    );
    const clipboardData = new DataTransfer();
    clipboardData.items.add(
      new File(image ? [image] : [], 'orders.png', { type: 'image/png' }),
    );
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true }),
    );
  });

/** What Ana's team wrote about another evening. */
const earlier = `---
title: Payments refused cards for an hour
date: 2026-02-03T19:10:00Z
severity: SEV2
---

## Summary

The pool that checkout and payments share was used up by a report.

## Contributing factors

- Shared connection pool
`;

/**
 * A SEV1 is resolved and its postmortem is there, nearly written: Ana marks what ended it, asks why five times, says it
 * without blame, agrees on a follow-up, has it reviewed and publishes it. It is read where people look: on the service,
 * in its docs, in portal search, in a feed. The follow-up is done, and proven.
 */
const journey: Journey = {
  name: 'postmortems',
  async beside() {
    const site = await DocsSite.publish();
    return {
      config: () => ({
        ...site.config,
        search: { collators: { incidents: { schedule: often } } },
      }),
      stop: () => site.stop(),
    };
  },
  async run(given) {
    const { portal, look, say } = given;
    const api = await as(portal, 'Ana Ruiz');
    const ben = await as(portal, 'Ben Okafor');
    await untilOwner(api, checkout);
    await api.call(contract.postmortems.import, {
      body: {
        files: [{ name: 'refused.md', text: earlier, entityRef: checkout }],
      },
    });

    say('a SEV1 of checkout: Ana and Ben work on it, and it is resolved');
    const incident = { params: { id: 'INC-1' } };
    await api.call(contract.incidents.create, {
      body: {
        entityRef: checkout,
        severity: 'SEV1',
        title: 'Checkout errors above 5 %',
      },
    });
    await api.call(contract.incidents.acknowledge, incident);
    await ben.call(contract.incidents.join, incident);
    await ben.call(contract.incidents.note, {
      ...incident,
      body: { text: 'The pool of 400 connections is full' },
    });
    await api.call(contract.incidents.note, {
      ...incident,
      body: { text: 'v341 is rolled back' },
    });
    await api.call(contract.incidents.resolve, incident);
    const draft = await waitFor('its postmortem to be there', async () => {
      const { postmortem } = await api.call(
        contract.postmortems.ofIncident,
        incident,
      );
      return postmortem ?? undefined;
    });
    const { name } = draft;
    const detail = () =>
      api.call(contract.postmortems.get, { params: { id: name } });

    say(
      'the draft is there, with its timeline; she opens it from the incident',
    );
    const ana = await arrive(given, 'Ana Ruiz');
    await ana.goto('/incidents/INC-1');
    await ana.getByRole('button', { name: `Read ${name}` }).click();
    await says(postmortems(ana), /This is not published yet/);
    await look(ana, 'draft');
    await ana.getByRole('button', { name: 'Write', exact: true }).click();

    say('she marks the moment that ended it');
    const timeline = section(ana, 'timeline');
    await timeline.getByText('v341 is rolled back').first().click();
    await timeline
      .getByLabel('Key moment', { exact: true })
      .selectOption('mitigated');
    await says(timeline, 'Mitigated');

    say('why did it happen, and why was that so?');
    const whys = section(ana, 'factors');
    const answers = [
      'Checkout waited for connections',
      'Payments holds most of the pool',
      'Two services share one pool of 400',
    ];
    let question = 'Why did it happen?';
    for (const [index, answer] of answers.entries()) {
      await press(whys, question);
      await ana.keyboard.insertText(answer);
      await ana.keyboard.press('Escape');
      await waitFor('the answer to be kept', async () => {
        const { tree } = await detail();
        return tree.length === index + 1;
      });
      question = `Why was that so: ${answer}`;
    }
    await press(whys, /^Name this factor: Two services/);
    await whys
      .getByLabel('Factor', { exact: true })
      .fill('Shared connection pool');
    await whys.getByLabel('Factor', { exact: true }).press('Enter');
    await says(whys, 'also in 1 other');

    say('blame is pointed out while she writes, and said otherwise');
    const summary = section(ana, 'summary');
    await write(
      ana,
      'summary',
      'For 25 minutes one order in fourteen failed. Ben should have noticed the pool. It was human error.',
    );
    const wording = summary.getByRole('list', { name: 'Wording' });
    await says(wording, 'should have noticed');
    await says(wording, 'human error');
    await look(ana, 'wording');
    await wording.getByRole('button', { name: /^Use/ }).first().click();
    await wording.getByRole('button', { name: /^Use/ }).first().click();
    await wording.waitFor({ state: 'detached' });
    await press(summary, 'Done with Summary');
    await write(ana, 'impact', 'About 1,900 orders failed.\n');
    const impact = section(ana, 'impact');
    await pasteImage(impact.getByRole('textbox').first());
    await impact.getByRole('img', { name: 'orders.png' }).waitFor();
    await look(ana, 'image');
    await press(impact, 'Done with Impact');

    say('a follow-up, with an owner');
    const followUps = section(ana, 'follow-ups');
    await press(followUps, 'Add a follow-up');
    await followUps
      .getByLabel('What must be done')
      .fill('Give payments a pool of its own');
    await choose(followUps, 'Who has it', 'Ben Okafor');
    await press(followUps, 'Add');
    await says(followUps, 'Ben Okafor');
    await look(ana, 'written');

    say('Ben reviews it on his phone');
    await press(ana, 'Ask for review');
    const asked = ana.getByTestId('incidents-postmortem-review');
    await choose(asked, 'Add a reviewer', 'Ben Okafor');
    await press(asked, 'Ask');
    await asked.waitFor({ state: 'detached' });
    const mobile = await arrive(given, 'Ben Okafor', { look: phone });
    await mobile.goto(`/incidents/postmortems/${name}`);
    await says(postmortems(mobile), 'Two services share one pool of 400');
    await look(mobile, 'review');
    await press(mobile, 'Sign off');
    await press(
      mobile.getByTestId('incidents-sign-off-postmortem'),
      'Sign off',
    );
    await says(postmortems(mobile), /1 of 1 have signed off/);

    say('she publishes it');
    await says(postmortems(ana), /signed off \d+ s ago/);
    await press(ana, 'Publish');
    await waitFor('it to be published', async () => {
      const { state } = await detail();
      return state === 'published' || undefined;
    });
    await says(postmortems(ana), 'Key moments');
    await look(ana, 'published');
    await ana.emulateMedia({ media: 'print' });
    await look(ana, 'print');
    await ana.emulateMedia({ media: null });

    say('it is seen on the service, and in its docs');
    await ana.goto(`${checkoutPage}/postmortems`);
    const tab = ana.getByTestId('incidents-entity-postmortems');
    await says(tab, 'Checkout errors above 5 %');
    await says(tab, 'Shared connection pool');
    await look(ana, 'entity');
    await ana.goto(docs);
    await says(inDocs(ana), 'Checkout errors above 5 %');
    await look(ana, 'docs');
    await mobile.goto(docs);
    await says(inDocs(mobile), 'Checkout errors above 5 %');
    await look(mobile, 'docs-on-a-phone');

    say('in portal search');
    await waitFor(
      'portal search to know it',
      async () => {
        await ana.goto('/search?query=connections');
        return ana
          .getByRole('link', { name: new RegExp(`Checkout errors`) })
          .first()
          .waitFor({ timeout: 3000 })
          .then(() => true)
          .catch(() => undefined);
      },
      untilIndexed,
    );
    await look(ana, 'search');

    say('in the browser of postmortems, and in Ben’s feed');
    await ana.goto('/incidents/postmortems?q=connections');
    await says(postmortems(ana), 'Checkout errors above 5 %');
    await look(ana, 'browse');
    const { url } = await ben.call(contract.postmortems.makeFeed, {});
    const feed = await fetch(url);
    const atom = await feed.text();
    if (!atom.includes('Checkout errors above 5 %')) {
      throw new Error(`the feed does not have it: ${feed.status} ${atom}`);
    }

    say('Ben does what he has, and proves that it helps');
    await mobile.goto('/incidents/postmortems/follow-ups');
    const mine = mobile.getByTestId('incidents-FU-1');
    await press(mine, 'Done');
    await press(mine, 'Verify');
    const proof = mobile.getByTestId('incidents-verify-follow-up');
    await proof.getByLabel('Proof', { exact: true }).selectOption('drill');
    await proof
      .getByLabel('What it shows')
      .fill('Payments was held up for ten minutes; checkout went on');
    await press(proof, 'Verify');
    await says(mine, /verified by Ben Okafor/);
    await look(mobile, 'verified');
    const [followUp] = (await detail()).followUpList;
    if (
      followUp.state !== 'verified' ||
      followUp.owner?.ref !== refs['Ben Okafor']
    ) {
      throw new Error(`it should be verified: ${JSON.stringify(followUp)}`);
    }
  },
};

export default journey;
