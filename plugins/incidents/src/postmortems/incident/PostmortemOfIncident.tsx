import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  IncidentDetail,
  IncidentPostmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useNavigate } from 'react-router-dom';
import { useCommand, useEndpoint } from '../../data';
import { Ago, CommandError, Panel, useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { StateBadge, StillToWrite } from '../lines';

/**
 * Whether an incident needs a postmortem, and how far it is. Nothing while it is not known, nor where there is none and
 * none can be begun: the incident is what matters.
 */
export const PostmortemOfIncident = ({
  incident,
}: {
  incident: IncidentDetail;
}) => {
  const t = usePostmortemsText();
  const { stack } = useLayout();
  const { value } = useEndpoint(endpoints.postmortems.ofIncident, {
    params: { id: incident.name },
  });
  if (!value) return null;
  if (!value.postmortem && value.rule === 'none' && !value.mayOpen) return null;
  return (
    <Panel title={t('ofIncident.title')}>
      <div className={stack}>
        {value.postmortem ? (
          <There postmortem={value.postmortem} />
        ) : (
          <NotYet
            incident={incident}
            text={value.text}
            mayOpen={value.mayOpen}
          />
        )}
      </div>
    </Panel>
  );
};

const There = (props: {
  postmortem: NonNullable<IncidentPostmortem['postmortem']>;
}) => {
  const { postmortem } = props;
  const t = usePostmortemsText();
  const { row, wrap, small, mute } = useLayout();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const { name, publishedAt } = postmortem;
  const address = toPostmortem({ name });
  return (
    <>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <b>{name}</b>
        <StateBadge postmortem={postmortem} />
        {publishedAt && (
          <span className={`${small} ${mute}`}>
            {t('ofIncident.published', { moment: <Ago at={publishedAt} /> })}
          </span>
        )}
      </div>
      {!publishedAt && postmortem.state !== 'waived' && (
        <StillToWrite postmortem={postmortem} />
      )}
      <div>
        <LinkButton size="small" variant="outlined" to={address}>
          {t('ofIncident.read', { postmortem: name })}
        </LinkButton>
      </div>
    </>
  );
};

const NotYet = (props: {
  incident: IncidentDetail;
  text: string;
  mayOpen: boolean;
}) => {
  const { incident, text, mayOpen } = props;
  const t = usePostmortemsText();
  const navigate = useNavigate();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const open = useCommand(endpoints.postmortems.open, ({ name }) =>
    t('ofIncident.begun', { postmortem: name }),
  );
  return (
    <>
      <div>{text}</div>
      {mayOpen && (
        <div>
          <Button
            size="small"
            variant="outlined"
            disabled={open.pending}
            onClick={async () => {
              const begun = await open.run({
                body: { incidentId: incident.name },
              });
              if (begun) navigate(`${toPostmortem({ name: begun.name })}/edit`);
            }}
          >
            {t('ofIncident.begin')}
          </Button>
        </div>
      )}
      <CommandError error={open.error} />
    </>
  );
};
