import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: () => import('./SignInPage').then(m => m.PortalSignInPage),
  },
});

/** The sign-in page of this portal: people of the demo by name, a guest otherwise. */
export const demoModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
