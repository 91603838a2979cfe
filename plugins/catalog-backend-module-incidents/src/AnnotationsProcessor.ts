import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import { AlphaEntity } from '@backstage/catalog-model/alpha';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { faultsOfAnnotations } from '@muster/backstage-plugin-incidents-common';

/**
 * Puts the faults of an entity's `incidents/…` annotations among its processing errors, which the entity's page
 * shows. It does not emit them as errors: then the catalog would keep the entity as it was before, or out of the
 * catalog altogether.
 */
export class AnnotationsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'incidents-annotations';
  }

  async postProcessEntity(entity: AlphaEntity): Promise<AlphaEntity> {
    const faults = faultsOfAnnotations(
      entity.kind,
      entity.metadata.annotations ?? {},
    );
    if (faults.length === 0) return entity;
    const items = faults.map(message => ({
      type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
      level: 'error' as const,
      message: `InputError: ${message}`,
      error: { name: 'InputError', message },
    }));
    return {
      ...entity,
      status: {
        ...entity.status,
        items: [...(entity.status?.items ?? []), ...items],
      },
    };
  }
}
