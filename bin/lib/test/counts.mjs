// What the stages of bin/test count.

/**
 * @typedef {'lint' | 'types' | 'jest-sqlite' | 'jest-postgres' | 'conformance' | 'e2e' | 'checks'} Group
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {Partial<Record<Group, Count>>} Counts
 */

/** The groups, in the order of the closing lines. @type {readonly Group[]} */
export const groups = [
  'lint',
  'types',
  'jest-sqlite',
  'jest-postgres',
  'conformance',
  'e2e',
  'checks',
];

/** @param {readonly boolean[]} results @returns {Count} */
export const countOf = results => ({
  passed: results.filter(Boolean).length,
  failed: results.filter(passed => !passed).length,
});

/** @param {readonly Count[]} counts @returns {Count} */
export const sumOf = counts => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
});

/** @param {Count} count */
export const sentence = ({ passed, failed }) =>
  `${passed} passed, ${failed} failed`;

/**
 * Reads what a program counted itself: its last line `N passed, N failed`.
 *
 * @param {string} output
 * @returns {Count} one failure when it counted nothing
 */
export function readCount(output) {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
  return last
    ? { passed: Number(last[1]), failed: Number(last[2]) }
    : { passed: 0, failed: 1 };
}
