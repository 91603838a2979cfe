import { useCallback, useSyncExternalStore } from 'react';

/**
 * Which entry of a timeline is worked on. Only the row that was and the row that becomes it hear of a change: of
 * thousands the others are not drawn again for a key.
 */
export class ActiveEntry {
  #id: string;
  readonly #rows = new Map<string, () => void>();

  constructor(id: string) {
    this.#id = id;
  }

  get id(): string {
    return this.#id;
  }

  become(id: string): void {
    const before = this.#id;
    if (id === before) return;
    this.#id = id;
    this.#rows.get(before)?.();
    this.#rows.get(id)?.();
  }

  /** @returns what ends it */
  listen(id: string, row: () => void): () => void {
    this.#rows.set(id, row);
    return () => {
      if (this.#rows.get(id) === row) this.#rows.delete(id);
    };
  }
}

/** Whether a row is the one that is worked on. */
export function useIsActive(active: ActiveEntry, id: string): boolean {
  return useSyncExternalStore(
    useCallback((row: () => void) => active.listen(id, row), [active, id]),
    () => active.id === id,
  );
}
