import { toastApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { incidentsApiRef } from './api';
import { forgetData } from './data';
import { LegacyPage } from './LegacyPage';
import { rootRouteRef } from './routes';
import { aDetail, anIncident } from './__testUtils__/builders';
import { FakeServer } from './__testUtils__/FakeServer';

describe('LegacyPage', () => {
  afterEach(forgetData);

  it('shows the same pages under its own header', async () => {
    const server = new FakeServer()
      .on(contract.incidents.list, { items: [anIncident()], nextCursor: null })
      .on(contract.incidents.get, aDetail());
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [incidentsApiRef, server.client],
          [toastApiRef, { post: jest.fn() }],
        ]}
      >
        <Routes>
          <Route path="/incidents/*" element={<LegacyPage />} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: ['/incidents'],
        mountedRoutes: {
          '/incidents': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    expect(await screen.findByTestId('incidents-now')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Incidents' }));
    await userEvent.click(await screen.findByText(/^INC-7/));
    expect(await screen.findByTestId('incidents-incident')).toBeInTheDocument();
  });
});
