import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { useLayout } from '../kit';
import { rootRouteRef } from '../routes';
import { useEscalationText } from '../translation';

/** Tells whoever has an incident now that nothing would wake them, and leads to where that is mended. */
export const NotWoken = () => {
  const t = useEscalationText();
  const { warn, link } = useLayout();
  const root = useRouteRef(rootRouteRef)();
  const { value } = useEndpoint(endpoints.portal.me, {});
  if (!value || value.reachable || value.assigned.length === 0) return null;
  return (
    <div className={warn} role="status">
      ! {t('contacts.unreachable')}{' '}
      <Link className={link} to={`${root}/me?add-contact`}>
        {t('contacts.add')}
      </Link>
    </div>
  );
};
