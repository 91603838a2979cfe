/** A list whose entry at `place` has changed places with the one before it. */
export const movedUp = <T>(list: readonly T[], place: number): T[] => [
  ...list.slice(0, place - 1),
  list[place],
  list[place - 1],
  ...list.slice(place + 1),
];
