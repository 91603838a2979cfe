import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/** Names the person of the demo who signs in: a full user ref. */
const personHeader = 'x-demo-person';

interface DemoResult {
  readonly person: string;
}

const demoAuthenticator = createProxyAuthenticator({
  initialize: () => undefined,
  defaultProfileTransform: async () => ({ profile: {} }),
  async authenticate({ req }) {
    const person = req.header(personHeader);
    if (!person?.startsWith('user:')) {
      throw new AuthenticationError(
        `The demo signs in whom the header ${personHeader} names, such as user:default/ana.ruiz`,
      );
    }
    return { result: { person } satisfies DemoResult };
  },
});

/**
 * Signs in as anybody of the catalog by name, without a password. It exists only while
 * `incidents.demo` is true, and Muster refuses that in production and on a real portal's database.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        if (config.getOptionalBoolean('incidents.demo') !== true) return;
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory<DemoResult>({
            authenticator: demoAuthenticator,
            signInResolver: ({ result }, context) =>
              context.signInWithCatalogUser({ entityRef: result.person }),
          }),
        });
      },
    });
  },
});
