import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { DemoPortal } from '../src/DemoPortal';
import { Name, refs } from './cast';

/** What a person may do by HTTP, for what a journey needs but does not show. */
export const as = (portal: DemoPortal, name: Name): Promise<IncidentsClient> =>
  portal.api.as(refs[name]);
