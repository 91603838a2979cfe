import { act, renderHook } from '@testing-library/react';
import { useState } from 'react';
import { useFormRows } from './useFormRows';

it('lets a key go with its row when rows are moved, removed, added and changed', () => {
  const { result } = renderHook(() => {
    const [list, setList] = useState(['a', 'b', 'c']);
    return { rows: useFormRows(list, setList), setList };
  });
  const keyOf = () =>
    Object.fromEntries(
      result.current.rows.map(({ key, value }) => [value, key]),
    );
  const before = keyOf();
  act(() => result.current.rows[1].moveUp?.());
  expect(keyOf()).toEqual(before);
  expect(result.current.rows.map(({ value }) => value)).toEqual([
    'b',
    'a',
    'c',
  ]);
  expect(result.current.rows[0].moveUp).toBeUndefined();
  act(() => result.current.rows[0].remove());
  act(() => result.current.setList(list => [...list, 'd']));
  act(() => result.current.rows[1].change('C'));
  const { a, C, d, ...others } = keyOf();
  expect([a, C, others]).toEqual([before.a, before.c, {}]);
  expect([a, C]).not.toContain(d);
});
