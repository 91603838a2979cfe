import { endpoints, Target } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { useCatalogNames } from '../kit';

/** Whom a target pages, in words. */
export function useTargetWords(): (target: Target) => string {
  const nameOf = useCatalogNames();
  const schedules = useEndpoint(endpoints.oncall.listSchedules, {});
  return target => {
    switch (target.type) {
      case 'schedule': {
        const found = schedules.value?.items.find(({ id }) => id === target.id);
        return `whoever is on call by ${found?.name ?? 'a schedule'}`;
      }
      case 'everyone': {
        const found = schedules.value?.items.find(({ id }) => id === target.id);
        return `everyone on ${found?.name ?? 'a schedule'}`;
      }
      case 'group':
        return `all of ${nameOf(target.ref)}`;
      default:
        return nameOf(target.ref);
    }
  };
}
