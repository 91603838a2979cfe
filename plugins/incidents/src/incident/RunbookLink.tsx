import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import MenuBookIcon from '@material-ui/icons/MenuBook';
import { IncidentDetail } from '@muster/backstage-plugin-incidents-common';
import { ExternalLink, useLayout } from '../kit';
import { useText } from '../translation';

/** Where to read what to do; the first thing that somebody at 3 a.m. looks for. */
export const RunbookLink = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const { row, link, strong } = useLayout();
  const { runbook } = incident;
  if (runbook === null) return null;
  return (
    <div className={row} style={{ gap: 6 }}>
      <MenuBookIcon fontSize="small" aria-hidden />
      {/^https?:/i.test(runbook) ? (
        <ExternalLink href={runbook}>{t('incident.runbook')}</ExternalLink>
      ) : (
        <Link
          className={`${link} ${strong}`}
          to={isPath(runbook) ? runbook : docsPath(incident, runbook)}
        >
          {t('incident.runbook')}
        </Link>
      )}
    </div>
  );
};

/** A path of this portal; `//host` and `/\host` would lead out of it. */
const isPath = (runbook: string): boolean => /^\/(?![/\\])/.test(runbook);

function docsPath({ entity }: IncidentDetail, page: string): string {
  const { kind, namespace, name } = parseEntityRef(entity.ref);
  const path = page.replace(/(^|\/)index$|\.md$/, '');
  return `/docs/${namespace}/${kind}/${name}/${path}`;
}
