import { contract } from '@muster/backstage-plugin-incidents-common';
import { Journey } from '../src/journey';
import { as, untilOwner } from '../steps/api';
import { checkout, refs } from '../steps/cast';
import { Monitor } from '../steps/Monitor';
import { arrive, choose, incidentPage, phone, says } from '../steps/screens';

/** Ana answers before her deputy is due; Ben reads in the morning why he slept. */
const ledger: Journey = {
  name: 'ledger',
  async run(given) {
    const { portal, look, say } = given;
    const api = await as(portal, 'Ana Ruiz');
    const made = await api.call(contract.escalation.createPolicy, {
      body: {
        name: 'Payments',
        ownerRef: 'group:default/team-payments',
        steps: [
          {
            targets: [{ type: 'person', ref: refs['Ana Ruiz'] }],
            delayMinutes: 5,
          },
          {
            targets: [{ type: 'person', ref: refs['Ben Okafor'] }],
            delayMinutes: 15,
          },
        ],
      },
    });
    await untilOwner(api, checkout);
    await api.call(contract.escalation.bind, {
      body: { entityRef: checkout, policyId: made.id },
    });

    say('Ana is paged and takes it');
    const monitor = await Monitor.connect(portal);
    await monitor.alert('Checkout errors above 5 %', 'errors');
    const ana = await arrive(given, 'Ana Ruiz', { look: phone });
    await ana.goto('/incidents/INC-1');
    await ana.getByRole('button', { name: 'Acknowledge' }).click();
    await ana.getByRole('button', { name: 'Resolve' }).waitFor();

    say('Ben asks why he was not paged');
    const ben = await arrive(given, 'Ben Okafor');
    await ben.goto('/incidents/INC-1');
    const pages = incidentPage(ben).getByRole('region', { name: 'Pages' });
    await pages.getByRole('button', { name: 'Why was somebody' }).click();
    await choose(pages, 'Who?', 'Ben Okafor');
    await says(pages, 'Ben Okafor was not paged.');
    await says(pages, /Ana Ruiz.*acknowledged/);
    await look(ben, 'why-not');

    say('and why she was');
    await choose(pages, 'Who?', 'Ana Ruiz');
    await says(pages, 'Ana Ruiz was paged.');
    await look(ben, 'why');

    say('her own list says it too');
    await ana.goto('/incidents/me');
    await says(
      ana.getByRole('region', { name: 'My pages' }),
      /INC-1 Checkout errors/,
    );
    await look(ana, 'my-pages');
  },
};

export default ledger;
