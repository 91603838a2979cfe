import { takeUnexpectedErrorLines } from './testing/errorLines';

// What an operator would be woken by is a fault in a test, unless the test provokes it: expectErrorLine.
afterEach(() => {
  const lines = takeUnexpectedErrorLines();
  if (lines.length > 0) {
    throw new Error(`Logged at error, unexpectedly:\n${lines.join('\n')}`);
  }
});
