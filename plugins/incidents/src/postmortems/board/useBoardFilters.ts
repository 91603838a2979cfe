import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useAddressFilters, useEndpoint } from '../../data';

/** Whose follow-ups are shown. */
export const whoseChoices = ['all', 'mine', 'unassigned'] as const;
export type Whose = (typeof whoseChoices)[number];

const names = ['q', 'team', 'whose', 'overdue'] as const;

/** Which follow-ups the board shows; it lives in the address. */
export interface BoardFilters {
  readonly q: string;
  /** A full ref, or empty: every team. */
  readonly team: string;
  readonly whose: Whose;
  readonly overdue: boolean;
  readonly set: (name: (typeof names)[number], value: string) => void;
  /** What to ask; undefined while it is not known who the viewer is. */
  readonly query:
    | {
        readonly q?: string;
        readonly teamRef?: string;
        readonly ownerRef?: string;
        readonly unassigned?: string;
        readonly overdue?: string;
      }
    | undefined;
}

/** Reads the filters of the board from the address. */
export function useBoardFilters(): BoardFilters {
  const { params, set } = useAddressFilters(names);
  const whose =
    whoseChoices.find(choice => choice === params.get('whose')) ?? 'all';
  const mine = whose === 'mine';
  const me = useEndpoint(endpoints.portal.me, {}, { enabled: mine });
  const q = params.get('q') ?? '';
  const team = params.get('team') ?? '';
  const overdue = params.get('overdue') === 'yes';
  return {
    q,
    team,
    whose,
    overdue,
    set,
    query:
      mine && !me.value
        ? undefined
        : {
            q: q.trim() || undefined,
            teamRef: team || undefined,
            ownerRef: mine ? me.value?.person.ref : undefined,
            unassigned: whose === 'unassigned' ? 'true' : undefined,
            overdue: overdue ? 'true' : undefined,
          },
  };
}
