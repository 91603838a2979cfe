// For tests only: a line at `error` in the log of a started plugin fails the test in which it was written (setupTests.ts).
import {
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';

let lines: string[] = [];
let expected: RegExp[] = [];

/** Lets the running test's plugin log such a line at `error`. */
export function expectErrorLine(pattern: RegExp): void {
  expected.push(pattern);
}

/** The lines at `error` since the last time that no test said it expects. */
export function takeUnexpectedErrorLines(): readonly string[] {
  const unexpected = lines.filter(
    line => !expected.some(pattern => pattern.test(line)),
  );
  lines = [];
  expected = [];
  return unexpected;
}

/** A log that keeps only its lines at `error`. */
export const errorLinesLog: RootLoggerService = {
  error: (message, meta) => {
    lines.push(`${message} ${meta instanceof Error ? meta.stack : ''}`.trim());
  },
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => errorLinesLog,
};

/** The log of a plugin that is started for a test. */
export const errorLinesLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: {},
  factory: () => errorLinesLog,
});
