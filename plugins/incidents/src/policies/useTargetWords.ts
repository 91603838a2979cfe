import { endpoints, Target } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { useCatalogNames } from '../kit';
import { useEscalationText } from '../translation';

/** Whom a target pages, in words. */
export function useTargetWords(): (target: Target) => string {
  const t = useEscalationText();
  const nameOf = useCatalogNames();
  const schedules = useEndpoint(endpoints.oncall.listSchedules, {});
  return target => {
    if (target.type === 'person') return nameOf(target.ref);
    if (target.type === 'group') {
      return t('target.group', { group: nameOf(target.ref) });
    }
    const found = schedules.value?.items.find(({ id }) => id === target.id);
    return t(`target.${target.type}`, {
      schedule: found?.name ?? t('target.someSchedule'),
    });
  };
}
