import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  PageLayout,
  pluginHeaderActionsApiRef,
} from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { RiAlarmWarningLine } from '@remixicon/react';
import { IncidentsRoutes, Tab } from './IncidentsRoutes';
import { useShownTabs } from './pages';
import { rootRouteRef } from './routes';

const useStyles = makeStyles({
  // The framework's tabs are wider than a phone: there they are swiped, and the page itself is not.
  page: {
    '& :has(> [role="tablist"])': { overflowX: 'auto', whiteSpace: 'nowrap' },
  },
});

/**
 * The page at `/incidents` in the new frontend system: the framework's header and tabs around our routes.
 *
 * The framework's own page of sub-pages has no place for `/incidents/INC-7`, which is not a tab.
 */
export const IncidentsRouter = ({ tabs }: { tabs: readonly Tab[] }) => {
  const root = useRouteRef(rootRouteRef)();
  const shown = useShownTabs(tabs);
  return (
    <div className={useStyles().page}>
      <PageLayout
        title="Incidents"
        icon={<RiAlarmWarningLine />}
        titleLink={root}
        headerActions={useApi(pluginHeaderActionsApiRef).getPluginHeaderActions(
          'incidents',
        )}
        tabs={shown.map(({ path, title }) => ({
          id: path,
          label: title,
          href: `${root}/${path}`,
        }))}
      >
        <IncidentsRoutes tabs={tabs} />
      </PageLayout>
    </div>
  );
};
