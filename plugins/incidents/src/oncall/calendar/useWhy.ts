import { FocusEvent, MouseEvent, useEffect, useRef, useState } from 'react';
import { Piece } from './pieces';

/** The piece that is asked about, and where it is drawn. */
export interface Asked {
  readonly piece: Piece;
  readonly bar: HTMLElement;
}

/** Long enough for the pointer to travel from a piece to what is said of it. */
const graceMillis = 200;

/**
 * Which piece is asked about: the one pointed at or focused. It stays while the pointer or the focus is in
 * `bubble`, and leaves with Escape.
 */
export function useWhy() {
  const [asked, setAsked] = useState<Asked>();
  const bubble = useRef<HTMLDivElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>();
  const stay = () => clearTimeout(leaving.current);
  const close = () => {
    stay();
    setAsked(undefined);
  };
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!asked) return undefined;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') setAsked(undefined);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [asked]);
  return {
    asked,
    bubble,
    show: (piece: Piece, bar: HTMLElement) => {
      stay();
      setAsked({ piece, bar });
    },
    hide: ({ relatedTarget }: FocusEvent | MouseEvent) => {
      if (
        relatedTarget instanceof Node &&
        bubble.current?.contains(relatedTarget)
      ) {
        return;
      }
      stay();
      leaving.current = setTimeout(() => setAsked(undefined), graceMillis);
    },
    stay,
    close,
  };
}
