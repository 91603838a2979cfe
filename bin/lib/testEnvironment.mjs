/**
 * The environment in which Backstage's TestDatabases finds the given PostgreSQL, and looks for no Docker.
 *
 * @param {string | undefined} postgresUrl - undefined: tests run on SQLite alone
 * @returns {NodeJS.ProcessEnv}
 */
export const testEnvironment = postgresUrl => ({
  ...process.env,
  MUSTER_DATABASE_URL: undefined, // whoever keeps their portal's data there does not want our tests in it
  BACKSTAGE_TEST_DISABLE_DOCKER: '1',
  // Named for the version that the tests ask for; a newer server serves as well.
  BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING: postgresUrl,
});
