import { takeUnexpectedErrorLines } from './testing/errorLines';

// What an operator would be woken by is a fault in a test, unless the test provokes it: expectErrorLine.
afterEach(() => {
  expect(takeUnexpectedErrorLines()).toEqual([]);
});
