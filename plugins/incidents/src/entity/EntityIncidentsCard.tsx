import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { contract } from '@muster/backstage-plugin-incidents-common';
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
import { useTheme } from '@material-ui/core/styles';
import { PageOwnerDialog } from './PageOwnerDialog';
import { useEntityRef } from './useEntityRef';

/** Is anything wrong with this service now, and who has it? With a button to page the owner. @public */
export const EntityIncidentsCard = () => (
  <IncidentsRoot name="entity-incidents">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const entityRef = useEntityRef();
  const theme = useTheme();
  const [paging, setPaging] = useState(false);
  const state = useEndpoint(
    contract.incidents.entity,
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
      title="Incidents"
      accent={state.value && (accent ?? meaning(theme).ok)}
      action={
        <Button size="small" variant="outlined" onClick={() => setPaging(true)}>
          Page the owner
        </Button>
      }
    >
      <Answer state={state} lines={2}>
        {({ open, openCount, quietSince, last30Days }) => (
          <div className={stack}>
            {open.length === 0 ? (
              <div>
                <b className={ok}>✔ All quiet</b>
                {quietSince && (
                  <span className={mute}>
                    {' '}
                    since the last incident ended <Ago at={quietSince} />
                  </span>
                )}
              </div>
            ) : (
              open
                .slice(0, 5)
                .map(incident => (
                  <IncidentLine
                    key={incident.id}
                    incident={incident}
                    hideEntity
                  />
                ))
            )}
            <div className={`${row} ${small} ${mute}`}>
              <span className={grow}>
                {openCount > 5 && `and ${openCount - 5} more open · `}
                {last30Days === 0
                  ? 'none in the last 30 days'
                  : `${last30Days} in the last 30 days`}
              </span>
              <Link className={link} to="incidents">
                History
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
