// For tests only: nothing that ships imports this file.
/* eslint-disable @backstage/no-undeclared-imports */
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogDirectory } from '../directory/CatalogDirectory';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Settings } from '../platform/settings';
import { demoShop } from './demoShop';

/** A directory that has read the shop's catalog, or the given one, into its own tables. */
export async function directoryOfShop(
  database: Database,
  clock: Clock,
  entities: Entity[] = demoShop,
): Promise<CatalogDirectory> {
  const directory = new CatalogDirectory({
    database,
    clock,
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    settings: new Settings(database),
    logger: mockServices.logger.mock(),
  });
  await directory.refresh();
  return directory;
}
