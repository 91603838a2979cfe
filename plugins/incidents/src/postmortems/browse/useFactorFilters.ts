import { useAddressFilters } from '../../data';

const names = ['team', 'service'] as const;

/** Whose factors are shown; it lives in the address. */
export interface FactorFilters {
  /** A full ref, or empty: every team. */
  readonly team: string;
  /** A full ref, or empty: every service. */
  readonly service: string;
  readonly set: (name: (typeof names)[number], ref: string) => void;
  readonly clear: () => void;
}

/** Reads the filters of the report of factors from the address. */
export function useFactorFilters(): FactorFilters {
  const { params, set, clear } = useAddressFilters(names);
  return {
    team: params.get('team') ?? '',
    service: params.get('service') ?? '',
    set,
    clear,
  };
}
