import { contract } from '@muster/backstage-plugin-incidents-common';
import { Journey } from '../src/journey';
import { as } from '../steps/api';
import { checkout } from '../steps/cast';
import {
  arrive,
  figure,
  incidentPage,
  openCheckout,
  phone,
  says,
} from '../steps/screens';

const broken = 'Customers cannot pay by card';

/**
 * Leila, of another team, sees that checkout is broken before any monitor does. She learns who will be
 * paged before she presses, and however quickly she presses, there is one incident.
 */
const pageOwner: Journey = {
  name: 'page-owner',
  async run(given) {
    const { portal, look, say } = given;
    const incidents = await as(portal, 'Leila Haddad');
    const opened = async () => {
      const { items } = await incidents.call(contract.incidents.list, {
        query: { entityRef: checkout },
      });
      return items;
    };

    for (const [times, shown] of [
      [1, undefined],
      [2, phone],
    ] as const) {
      const leila = await arrive(given, 'Leila Haddad', { look: shown });
      const suffix = shown ? '-phone' : '';

      say('the dialog says who will be paged, before anything is sent');
      const card = await openCheckout(leila);
      await card.getByRole('button', { name: 'Page the owner' }).click();
      const dialog = leila.getByRole('dialog');
      await says(dialog, /Ana Ruiz.* will be paged at once/);
      await look(leila, `dialog${suffix}`);
      await dialog.getByLabel('What is broken?').fill(broken);

      say('pressed twice quickly: one incident, and its page');
      await dialog.getByRole('button', { name: 'Page now' }).dblclick();
      await leila.waitForURL(/\/incidents\/INC-\d+$/);
      await says(incidentPage(leila), broken);
      await says(figure(leila, 'Responsible'), 'Ana Ruiz');
      await says(
        incidentPage(leila).getByRole('region', { name: 'Pages' }),
        'Ana Ruiz',
      );
      await look(leila, `incident${suffix}`);
      const count = (await opened()).length;
      if (count !== times) {
        throw new Error(`${count} incidents are open, ${times} should be`);
      }
    }
  },
};

export default pageOwner;
