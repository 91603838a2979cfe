import { contract } from '@muster/backstage-plugin-incidents-common';
import { Journey, Look } from '../src/journey';
import { as } from '../steps/api';
import { checkout, checkoutPage } from '../steps/cast';
import { Monitor } from '../steps/Monitor';
import { arrive, follow } from '../steps/screens';

/** Where each screen is, and the part of it that is ours; no two beside each other have the same. */
const screens: readonly (readonly [path: string, part: string])[] = [
  ['/incidents/now', 'now'],
  ['/incidents/all', 'list'],
  ['/incidents/on-call', 'on-call'],
  ['/incidents/policies', 'policies'],
  ['/incidents/plays', 'plays'],
  ['/incidents/me', 'me'],
  ['/incidents/mailbox', 'mailbox'],
  ['/incidents/settings', 'settings'],
  ['/incidents/INC-1', 'incident'],
  [checkoutPage, 'entity-incidents'],
  [`${checkoutPage}/incidents`, 'entity-history'],
  [`${checkoutPage}/escalation`, 'entity-escalation'],
];

/** Each screen once by day and once by night, on a desk and on a phone. */
const looks: readonly Look[] = [
  { width: 1440, theme: 'light' },
  { width: 390, theme: 'light' },
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'dark' },
];

/** Every screen, with something on it, as the administrator sees it: readable for everybody, on every device. */
const everyScreen: Journey = {
  name: 'screens',
  async run(given) {
    const { portal, look, say } = given;
    const monitor = await Monitor.connect(portal);
    await monitor.change('checkout v341 deployed');
    await monitor.alert('Checkout errors above 5 %', 'errors');
    const ana = await as(portal, 'Ana Ruiz');
    await ana.call(contract.incidents.acknowledge, { params: { id: 'INC-1' } });
    await ana.call(contract.incidents.create, {
      body: {
        entityRef: checkout,
        title: 'Receipts arrive an hour late',
        severity: 'SEV4',
      },
    });

    const showAll = async (each: Look) => {
      const name = `${each.width}-${each.theme}`;
      say(`all screens, ${name}`);
      const sana = await arrive(given, 'Sana Iqbal', { look: each });
      for (const [path, part] of screens) {
        // By its address once; then as its links lead there, which spares loading the app forty times.
        if (each === looks[0]) await sana.goto(path);
        else await follow(sana, path);
        await sana.getByTestId(`incidents-${part}`).first().waitFor();
        await look(sana, `${path.replace(/\W+/g, '-').slice(1)}-${name}`);
      }
      await sana.close();
    };
    // Nothing here minds the time, so two browsers at once make use of both cores.
    await Promise.all(
      [looks.slice(0, 2), looks.slice(2)].map(async some => {
        for (const each of some) await showAll(each);
      }),
    );
  },
};

export default everyScreen;
