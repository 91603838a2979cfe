import { Entity } from '@backstage/catalog-model';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { incidentsApiRef } from '../api';
import { forgetData } from '../data';
import { rootRouteRef } from '../routes';
import { FakeServer } from './FakeServer';

afterEach(forgetData);

/** The people whom the catalog knows. */
const people: Entity[] = ['Ana Ruiz', 'Ben Okafor'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name: name.toLowerCase().replace(' ', '.'),
    namespace: 'default',
  },
  spec: { profile: { displayName: name } },
}));

/** The service whose page it is in tests of cards and tabs. */
export const checkoutEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: { type: 'service', owner: 'team-payments', lifecycle: 'production' },
};

/** The team whose page it is in tests of its card. */
export const paymentsEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-payments', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

/** Shows a view against a fake server, with everything else of a portal that it needs. */
export function showView(
  view: ReactElement,
  options: { server: FakeServer; address?: string; entity?: Entity },
) {
  const toast = { post: jest.fn(() => ({ close: () => {} })) };
  renderInTestApp(
    <EntityProvider entity={options.entity ?? checkoutEntity}>
      {view}
      <Address />
    </EntityProvider>,
    {
      apis: [
        [incidentsApiRef, options.server.client],
        [catalogApiRef, catalogApiMock({ entities: people })],
        [toastApiRef, toast],
      ],
      mountedRoutes: {
        '/incidents': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [options.address ?? '/'],
    },
  );
  return { toast };
}

/** Where the browser is. */
const Address = () => {
  const { pathname, search } = useLocation();
  return <div data-testid="address">{pathname + search}</div>;
};
