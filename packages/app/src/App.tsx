import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { demoModule } from './modules/demo';
import { navModule } from './modules/nav';

export default createApp({
  features: [catalogPlugin, navModule, demoModule],
});
