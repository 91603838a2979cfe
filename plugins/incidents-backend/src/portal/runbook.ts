import { parseEntityRef } from '@backstage/catalog-model';

/**
 * Where a person reads the runbook of an entity.
 *
 * @param runbook - `incidents/runbook`: an http(s) address, a path of the portal (`/docs/…`), or a
 *   path within the entity's TechDocs (`runbook`, `runbooks/database`)
 */
export function runbookUrl(
  entityRef: string,
  runbook: string | null,
  appBaseUrl: string,
): string | null {
  if (runbook === null) return null;
  if (/^https?:\/\//i.test(runbook)) return runbook;
  if (runbook.startsWith('/')) return appBaseUrl + runbook;
  const { namespace, kind, name } = parseEntityRef(entityRef);
  const path = runbook
    .replace(/\.md$/, '')
    .replace(/(^|\/)index$/, '')
    .replace(/\/+$/, '');
  return `${appBaseUrl}/docs/${namespace}/${kind}/${name}/${path}`;
}
