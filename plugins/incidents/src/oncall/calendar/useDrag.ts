import { MouseEvent, PointerEvent, useRef, useState } from 'react';
import { instantAt, Range, snapped, Zoom } from './range';

/** A span that is being drawn with the mouse. */
export interface Drawn {
  readonly start: Date;
  readonly end: Date;
}

/** Less far is a click with an unsteady hand. */
const leastPixels = 6;

/**
 * Draws a span on a track with the mouse; fingers scroll, and the keyboard has a form.
 *
 * @param onDrawn - undefined for who may not
 */
export function useDrag(
  range: Range,
  zoom: Zoom,
  onDrawn: ((drawn: Drawn) => void) | undefined,
) {
  const from = useRef<number>();
  const moved = useRef(false);
  const [drawn, setDrawn] = useState<Drawn>();
  if (!onDrawn) return { drawn: undefined, handlers: {} };

  const at = (event: PointerEvent, x: number) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return snapped(instantAt(range, (x - left) / width), zoom).toJSDate();
  };
  const span = (event: PointerEvent, begin: number): Drawn => {
    const [a, b] = [at(event, begin), at(event, event.clientX)];
    return a < b ? { start: a, end: b } : { start: b, end: a };
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'touch' || event.button !== 0) return;
      from.current = event.clientX;
      moved.current = false;
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === undefined) return;
      if (Math.abs(event.clientX - from.current) < leastPixels) return;
      if (!moved.current) {
        moved.current = true;
        event.currentTarget.setPointerCapture?.(event.pointerId);
      }
      setDrawn(span(event, from.current));
    },
    onPointerUp: (event: PointerEvent) => {
      const begin = from.current;
      from.current = undefined;
      setDrawn(undefined);
      if (begin === undefined || !moved.current) return;
      const done = span(event, begin);
      if (done.start < done.end) onDrawn(done);
    },
    onPointerCancel: () => {
      from.current = undefined;
      setDrawn(undefined);
    },
    // The click at the end of a drag is not meant for the turn below it.
    onClickCapture: (event: MouseEvent) => {
      if (moved.current) event.stopPropagation();
      moved.current = false;
    },
  };
  return { drawn, handlers };
}
