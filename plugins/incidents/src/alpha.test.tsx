import { toastApiRef } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import plugin from './alpha';
import { incidentsApiRef } from './api';
import { forgetData } from './data';
import { aDetail, anIncident } from './__testUtils__/builders';
import { FakeServer } from './__testUtils__/FakeServer';

describe('the plugin in the new frontend system', () => {
  afterEach(forgetData);

  const open = (address: string, appConfig?: object, incidents?: object) =>
    renderTestApp({
      features: [plugin],
      apis: [
        [
          incidentsApiRef,
          new FakeServer()
            .on(contract.incidents.list, {
              items: [anIncident()],
              nextCursor: null,
            })
            .on(contract.incidents.get, aDetail()).client,
        ],
        [toastApiRef, { post: jest.fn() }],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [address],
      config: {
        app: { extensions: [], ...appConfig },
        incidents: { ...incidents },
      },
    });

  it('opens on the board, with the other pages as tabs', async () => {
    open('/incidents');
    expect(await screen.findByTestId('incidents-now')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Incidents' }));
    expect(await screen.findByTestId('incidents-list')).toBeInTheDocument();
  });

  it('leads from the board to the page of one incident, which has no tab', async () => {
    open('/incidents/now');
    await userEvent.click(await screen.findByRole('link', { name: /^INC-7/ }));
    expect(await screen.findByTestId('incidents-incident')).toBeInTheDocument();
    expect(screen.queryByTestId('incidents-now')).not.toBeInTheDocument();
  });

  it('opens the page of an incident from a link in a mail', async () => {
    open('/incidents/INC-7');
    expect(
      await screen.findByRole('heading', { name: /INC-7/ }),
    ).toBeInTheDocument();
  });

  it('has a mailbox in the demo', async () => {
    open('/incidents', {}, { demo: true });
    await screen.findByTestId('incidents-now');
    expect(screen.getByRole('tab', { name: 'Mailbox' })).toBeInTheDocument();
  });

  it('has none elsewhere', async () => {
    open('/incidents');
    await screen.findByTestId('incidents-now');
    expect(screen.getByRole('tab', { name: 'Settings' })).toBeInTheDocument();
    expect(
      screen.queryByRole('tab', { name: 'Mailbox' }),
    ).not.toBeInTheDocument();
  });

  it('lets a portal switch a tab off', async () => {
    open('/incidents', { extensions: [{ 'sub-page:incidents/now': false }] });
    expect(await screen.findByTestId('incidents-list')).toBeInTheDocument();
  });
});
