/** For `ref` of a field that appears because somebody asked for it: they want to type there. */
export const takeFocus = (element: HTMLElement | null): void =>
  element?.focus();
