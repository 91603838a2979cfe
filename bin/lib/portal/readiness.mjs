// Whether a portal truly answers, asked from outside.

/** One of the demo's people and one of its services: when both are there, so is the rest, to within a second. */
const person = 'user:default/ana.ruiz';
const service = 'component/default/checkout';
const patience = 5000;

/**
 * @param {string} url - of the portal
 * @param {{ app?: boolean, catalog?: boolean }} [parts] - false for a part that it has not
 * @returns {Promise<string | undefined>} what does not answer as it should; undefined when all does
 */
export async function findMissing(url, { app = true, catalog = true } = {}) {
  const ask = (path, headers = {}) =>
    fetch(`${url}${path}`, {
      headers,
      signal: AbortSignal.timeout(patience),
    }).catch(() => undefined);

  const expected = [
    { path: '/.backstage/health/v1/readiness', status: 200 },
    ...(app ? [{ path: '/', status: 200 }] : []),
    { path: '/api/incidents/v1/status', status: 401 }, // the plugin is there, and guards its door
  ];
  for (const { path, status } of expected) {
    const found = (await ask(path))?.status ?? 'nothing';
    if (found !== status) return `${path} answers ${found}, not ${status}`;
  }
  if (!catalog) return undefined;
  // The catalog reads the demo organisation after the backend is ready; before that nobody can sign in.
  const signIn = await ask('/api/auth/demo/refresh', {
    'x-demo-person': person,
    'x-requested-with': 'XMLHttpRequest',
  });
  if (!signIn?.ok) return `${person} cannot sign in yet`;
  const { backstageIdentity } = await signIn.json();
  const found = await ask(`/api/catalog/entities/by-name/${service}`, {
    authorization: `Bearer ${backstageIdentity.token}`,
  });
  return found?.ok ? undefined : `the catalog has no ${service} yet`;
}
