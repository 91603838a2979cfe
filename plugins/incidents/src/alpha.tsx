import { createFrontendPlugin } from '@backstage/frontend-plugin-api';

/** The incidents plugin for the new frontend system. @alpha */
export default createFrontendPlugin({
  pluginId: 'incidents',
  info: { packageJson: () => import('../package.json') },
});
