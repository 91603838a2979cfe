import { Entity } from '@backstage/catalog-model';
import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  AlertDisplay,
  Sidebar,
  SidebarItem,
  SidebarPage,
  UserIdentity,
} from '@backstage/core-components';
import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
  SignInPageProps,
} from '@backstage/core-plugin-api';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  EntityLayout,
  EntitySwitch,
  isKind,
} from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import Grid from '@material-ui/core/Grid';
import NotificationImportantIcon from '@material-ui/icons/NotificationImportant';
import { ComponentType, useEffect } from 'react';
import { Route } from 'react-router-dom';
import {
  EntityEscalationContent,
  EntityGroupOnCallCard,
  EntityIncidentsCard,
  EntityIncidentsContent,
  EntityOnCallCard,
  EntityPostmortemsCard,
  EntityPostmortemsContent,
  IncidentsPage,
} from '..';
import { FakeServer } from './FakeServer';

/**
 * A portal of the legacy frontend system, put together by hand as docs/install.md says; its server and its catalog are
 * fake, everything else is Backstage's own.
 */
export function createLegacyPortal(
  server: FakeServer,
  entity: Entity,
): ComponentType {
  const app = createApp({
    configLoader: async () => [
      {
        context: 'test',
        data: {
          app: { title: 'Legacy', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
        },
      },
    ],
    apis: [
      createApiFactory(discoveryApiRef, server.discoveryApi),
      createApiFactory(fetchApiRef, {
        fetch: (input, init = {}) => server.fetchApi.fetch(`${input}`, init),
      }),
      createApiFactory(catalogApiRef, catalogApiMock({ entities: [entity] })),
    ],
    components: {
      SignInPage: SignedIn,
    },
  });

  const entityPage = (
    <EntityLayout>
      <EntityLayout.Route path="/" title="Overview">
        <Grid container>
          <Grid item md={6}>
            <EntityIncidentsCard />
          </Grid>
          <Grid item md={6}>
            <EntityOnCallCard />
          </Grid>
          <Grid item md={6}>
            <EntityPostmortemsCard />
          </Grid>
          <EntitySwitch>
            <EntitySwitch.Case if={isKind('group')}>
              <Grid item md={6}>
                <EntityGroupOnCallCard />
              </Grid>
            </EntitySwitch.Case>
          </EntitySwitch>
        </Grid>
      </EntityLayout.Route>
      <EntityLayout.Route path="/incidents" title="Incidents">
        <EntityIncidentsContent />
      </EntityLayout.Route>
      <EntityLayout.Route path="/postmortems" title="Postmortems">
        <EntityPostmortemsContent />
      </EntityLayout.Route>
      <EntityLayout.Route path="/escalation" title="Escalation">
        <EntityEscalationContent />
      </EntityLayout.Route>
    </EntityLayout>
  );

  return app.createRoot(
    <>
      <AlertDisplay />
      <AppRouter>
        <SidebarPage>
          <Sidebar>
            <SidebarItem
              icon={NotificationImportantIcon}
              to="incidents"
              text="Incidents"
            />
          </Sidebar>
          <FlatRoutes>
            <Route path="/catalog" element={<CatalogIndexPage />} />
            <Route
              path="/catalog/:namespace/:kind/:name"
              element={<CatalogEntityPage />}
            >
              {entityPage}
            </Route>
            <Route path="/incidents" element={<IncidentsPage />} />
          </FlatRoutes>
        </SidebarPage>
      </AppRouter>
    </>,
  );
}

/** A sign-in page that asks nobody. */
const SignedIn = ({ onSignInSuccess }: SignInPageProps) => {
  useEffect(
    () => onSignInSuccess(UserIdentity.createGuest()),
    [onSignInSuccess],
  );
  return null;
};
