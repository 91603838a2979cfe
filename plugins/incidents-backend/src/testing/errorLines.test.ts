import {
  errorLinesLog,
  expectErrorLine,
  takeUnexpectedErrorLines,
} from './errorLines';

it('hands over each line at error that no test expects, once', () => {
  expectErrorLine(/^The database/);
  errorLinesLog.child({ plugin: 'incidents' }).error('The database is away');
  errorLinesLog.error('Something broke', new Error('cause'));
  errorLinesLog.warn('A warning is none');
  expect(takeUnexpectedErrorLines()).toEqual([
    expect.stringMatching(/^Something broke Error: cause/),
  ]);
  expect(takeUnexpectedErrorLines()).toEqual([]);
});
