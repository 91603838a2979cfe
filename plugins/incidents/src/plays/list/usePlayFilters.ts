import { PlayState } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';

/** @see playStateSchema of the contract */
export const playStates = [
  'enabled',
  'draft',
  'paused',
] as const satisfies readonly PlayState[];

/** What of the plays is shown, and how that is changed. */
export interface PlayFilters {
  /** As it stands in its field. */
  readonly words: string;
  readonly setWords: (words: string) => void;
  readonly state: PlayState | '';
  readonly setState: (state: PlayState | '') => void;
  /** A full ref, or empty. */
  readonly ownerRef: string;
  readonly setOwnerRef: (ref: string) => void;
  readonly clear: () => void;
  /** Everything is shown. */
  readonly none: boolean;
  /** As the endpoint takes them. */
  readonly query: { q?: string; state?: PlayState; ownerRef?: string };
}

/** Filters of the list of plays; what is typed is asked for once the typing pauses. */
export function usePlayFilters(): PlayFilters {
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');
  const [state, setState] = useState<PlayState | ''>('');
  const [ownerRef, setOwnerRef] = useState('');
  useDebounce(() => setQ(words.trim()), 250, [words]);
  return {
    words,
    setWords,
    state,
    setState,
    ownerRef,
    setOwnerRef,
    clear: () => {
      setWords('');
      setState('');
      setOwnerRef('');
    },
    none: words === '' && state === '' && ownerRef === '',
    query: {
      ...(q && { q }),
      ...(state && { state }),
      ...(ownerRef && { ownerRef }),
    },
  };
}
