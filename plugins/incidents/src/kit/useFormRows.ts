import { useState } from 'react';
import { movedUp } from './order';

/** An entry of a list that a form edits. */
export interface Row<T> {
  /** Goes with the entry when others are moved or removed, and so does what is being typed into it. */
  readonly key: number;
  readonly value: T;
  readonly change: (value: T) => void;
  /** Undefined for the first. */
  readonly moveUp: (() => void) | undefined;
  readonly remove: () => void;
}

/** The rows of a list whose entries have no identity of their own. */
export function useFormRows<T>(
  list: readonly T[],
  onChange: (list: T[]) => void,
): readonly Row<T>[] {
  const [kept, setKept] = useState<readonly number[]>([]);
  const unused = Math.max(-1, ...kept) + 1;
  const keys = list.map(
    (_, place) => kept[place] ?? unused + place - kept.length,
  );
  return list.map((value, index) => {
    const isOther = (_: unknown, place: number) => place !== index;
    return {
      key: keys[index],
      value,
      change: changed =>
        onChange(list.map((old, place) => (place === index ? changed : old))),
      moveUp:
        index > 0
          ? () => {
              setKept(movedUp(keys, index));
              onChange(movedUp(list, index));
            }
          : undefined,
      remove: () => {
        setKept(keys.filter(isOther));
        onChange(list.filter(isOther));
      },
    };
  });
}
