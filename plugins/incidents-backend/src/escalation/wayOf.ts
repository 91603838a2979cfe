import { DirectoryEntity } from '../directory/service';
import { PolicySnapshots } from './policies';

/**
 * All of an entity that leads to its policy, as a key: entities alike in it have the same policy and people, so
 * that questions about the whole company ask once for each.
 */
export const wayOf = (
  entity: DirectoryEntity,
  policies: Pick<PolicySnapshots, 'bound'>,
): string =>
  JSON.stringify([
    policies.bound.get(entity.ref)?.id,
    entity.policyAnnotation,
    entity.ownerRef,
    entity.systemRef,
    entity.domainRef,
  ]);
