import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { forgetData } from './data';
import {
  aDetail,
  anIncident,
  checkout,
  onCallOfCheckout,
} from './__testUtils__/builders';
import { FakeServer } from './__testUtils__/FakeServer';
import { createLegacyPortal } from './__testUtils__/legacyPortal';
import { checkoutEntity } from './__testUtils__/showView';

/** The code without what a formatter may change. */
const dense = (code: string) => code.replace(/\s+/g, '');
const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');

describe('the plugin in a portal of the legacy frontend system', () => {
  afterEach(forgetData);

  const open = async (address: string) => {
    window.history.replaceState(null, '', address);
    const server = new FakeServer()
      .on(contract.incidents.list, { items: [anIncident()], nextCursor: null })
      .on(contract.incidents.get, aDetail())
      .on(contract.incidents.entity, {
        entity: checkout,
        open: [anIncident()],
        openCount: 1,
        quietSince: null,
        last30Days: 1,
      })
      .on(contract.escalation.onCall, onCallOfCheckout());
    const Portal = createLegacyPortal(server, checkoutEntity);
    render(<Portal />);
    return server;
  };

  it('shows the cards on the page of a service', async () => {
    await open('/catalog/default/component/checkout');
    expect(
      await screen.findByRole('link', { name: /Checkout errors above 5 %/ }),
    ).toHaveAttribute('href', '/incidents/INC-7');
    expect(
      await screen.findByTestId('incidents-entity-on-call'),
    ).toHaveTextContent('Ana Ruiz');
  });

  it('has a tab with the incidents of the service', async () => {
    await open('/catalog/default/component/checkout');
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Incidents' }),
    );
    const history = await screen.findByTestId('incidents-entity-history');
    expect(await within(history).findByText(/INC-7/)).toBeInTheDocument();
  });

  it('leads from the sidebar over the board to an incident', async () => {
    await open('/catalog/default/component/checkout');
    await userEvent.click(
      await screen.findByRole('link', { name: 'Incidents' }),
    );
    await userEvent.click(await screen.findByRole('link', { name: /^INC-7/ }));
    expect(await screen.findByTestId('incidents-incident')).toBeInTheDocument();
  });

  it('tells of a command by a toast, which legacy apps have too', async () => {
    const server = await open('/incidents/INC-7');
    server.on(contract.incidents.acknowledge, {
      outcome: 'done',
      message: 'You have INC-7',
      incident: aDetail({ status: 'acknowledged' }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Acknowledge' }),
    );
    expect(await screen.findByText('You have INC-7')).toBeInTheDocument();
  });

  it('is put together as docs/install.md says', () => {
    const portal = dense(read('__testUtils__/legacyPortal.tsx'));
    const guide = read('../../../docs/install.md');
    const block = guide.match(/^```tsx\n([\s\S]*?)^```$/m)?.[1] ?? '';
    const lines = block.split('\n').filter(line => line.startsWith('<'));
    expect(lines).toHaveLength(9);
    expect(lines.filter(line => !portal.includes(dense(line)))).toEqual([]);
  });
});
