import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { useTheme } from '@material-ui/core/styles';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  endpoints,
  incidentCreatePermission,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { IncidentsRoot, liveSeconds, useEndpoint } from '../data';
import {
  Ago,
  Answer,
  IncidentLine,
  meaning,
  Panel,
  severityLooks,
  useLayout,
} from '../kit';
import { useText } from '../translation';
import { PageOwnerDialog } from './PageOwnerDialog';
import { useEntityRef } from './useEntityRef';

/** So many open incidents are named; the tab has them all. */
const shown = 5;

/** Is anything wrong with this service now, and who has it? With a button to page the owner. @public */
export const EntityIncidentsCard = () => (
  <IncidentsRoot name="entity-incidents">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const t = useText();
  const entityRef = useEntityRef();
  const theme = useTheme();
  const { allowed: mayPage } = usePermission({
    permission: incidentCreatePermission,
  });
  const [paging, setPaging] = useState(false);
  const state = useEndpoint(
    endpoints.incidents.entity,
    { query: { entityRef } },
    { every: liveSeconds },
  );
  const { row, grow, stack, small, mute, link, ok } = useLayout();
  const worst = state.value?.open[0];
  const looks = worst && severityLooks[worst.severity];
  const accent =
    looks && (theme.palette.type === 'dark' ? looks.onDark : looks.fill);

  return (
    <Panel
      title={t('entityIncidents.title')}
      accent={state.value && (accent ?? meaning(theme).ok)}
      action={
        mayPage && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setPaging(true)}
          >
            {t('entityIncidents.page')}
          </Button>
        )
      }
    >
      <Answer state={state} lines={2}>
        {({ open, openCount, quietSince, last30Days }) => (
          <div className={stack}>
            {open.length === 0 && (
              <div>
                <b className={ok}>
                  <span aria-hidden>✔ </span>
                  {t('entityIncidents.quiet')}
                </b>{' '}
                <span className={mute}>
                  {quietSince
                    ? t('entityIncidents.quietSince', {
                        moment: <Ago at={quietSince} />,
                      })
                    : t('entityIncidents.quietAlways')}
                </span>
              </div>
            )}
            {open.slice(0, shown).map(incident => (
              <IncidentLine key={incident.id} incident={incident} hideEntity />
            ))}
            <div className={`${row} ${small} ${mute}`}>
              <span className={grow}>
                {openCount > shown &&
                  `${t('entityIncidents.more', { count: openCount - shown })} · `}
                {t('entityIncidents.month', { count: last30Days })}
              </span>
              <Link className={link} to="incidents">
                {t('entityIncidents.history')}
              </Link>
            </div>
          </div>
        )}
      </Answer>
      {paging && (
        <PageOwnerDialog
          entityRef={entityRef}
          onClose={() => setPaging(false)}
        />
      )}
    </Panel>
  );
};
