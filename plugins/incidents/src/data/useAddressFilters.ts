import { useSearchParams } from 'react-router-dom';

/** Filters that live in the address, so that a link shows what its sender saw. */
export interface AddressFilters<Name extends string> {
  readonly params: URLSearchParams;
  /** Sets one; the empty value takes it out. */
  readonly set: (name: Name, value: string) => void;
  /** Takes all of them out. */
  readonly clear: () => void;
}

/** Reads filters from the address, and changes them without a step in the history. */
export function useAddressFilters<Name extends string>(
  names: readonly Name[],
): AddressFilters<Name> {
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
    params,
    set: (name, value) =>
      change(next => (value ? next.set(name, value) : next.delete(name))),
    clear: () => change(next => names.forEach(name => next.delete(name))),
  };
}
