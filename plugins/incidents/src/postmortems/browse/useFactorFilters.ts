import { useSearchParams } from 'react-router-dom';

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
  const [params, setParams] = useSearchParams();
  const change = (edit: (next: URLSearchParams) => void) =>
    setParams(
      now => {
        const next = new URLSearchParams(now);
        edit(next);
        return next;
      },
      { replace: true },
    );
  return {
    team: params.get('team') ?? '',
    service: params.get('service') ?? '',
    set: (name, ref) =>
      change(next => (ref ? next.set(name, ref) : next.delete(name))),
    clear: () => change(next => names.forEach(name => next.delete(name))),
  };
}
