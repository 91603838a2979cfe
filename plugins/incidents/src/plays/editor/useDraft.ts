import { useEffect, useState } from 'react';

/** A text that is being written, and what it began from. */
interface Draft {
  readonly source: string;
  /** The version that was opened; null for a new play. */
  readonly version: number | null;
}

/** What a view knows of a draft. */
export interface DraftState extends Draft {
  /** Differs from what was opened. */
  readonly isChanged: boolean;
  /** It was left here unsaved earlier, and found again. */
  readonly isFound: boolean;
  readonly change: (source: string) => void;
  /** Begins again from another text and version. */
  readonly begin: (draft: Draft) => void;
  /** It is saved, or given up: nothing is kept. */
  readonly forget: () => void;
}

/**
 * A text that is not lost: it is kept in this browser tab until it is saved or given up, so it survives a
 * link that was followed by mistake and a reload; closing the tab asks.
 *
 * @param key - of the play, or of new ones
 * @param opened - what the server has
 */
export function useDraft(key: string, opened: Draft): DraftState {
  const place = `incidents.play.${key}`;
  const [found] = useState(() => readDraft(place));
  const [begun, setBegun] = useState<Draft>(opened);
  const [draft, setDraft] = useState<Draft>(found ?? opened);
  const isChanged = draft.source !== begun.source;

  useEffect(() => {
    if (!isChanged) {
      sessionStorage.removeItem(place);
      return undefined;
    }
    sessionStorage.setItem(place, JSON.stringify(draft));
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [place, draft, isChanged]);

  return {
    ...draft,
    isChanged,
    isFound: found !== undefined && isChanged,
    change: source => setDraft(now => ({ ...now, source })),
    begin: next => {
      setBegun(next);
      setDraft(next);
    },
    forget: () => {
      setBegun(draft);
      sessionStorage.removeItem(place);
    },
  };
}

function readDraft(place: string): Draft | undefined {
  const stored = sessionStorage.getItem(place);
  if (stored === null) return undefined;
  const draft: unknown = JSON.parse(stored);
  return typeof draft === 'object' &&
    draft !== null &&
    'source' in draft &&
    typeof draft.source === 'string' &&
    'version' in draft &&
    (typeof draft.version === 'number' || draft.version === null)
    ? { source: draft.source, version: draft.version }
    : undefined;
}
