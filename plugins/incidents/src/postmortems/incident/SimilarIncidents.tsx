import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  endpoints,
  SimilarIncident,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import {
  durationText,
  Panel,
  SeverityBadge,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { incidentRouteRef, postmortemRouteRef } from '../../routes';
import { useLearnedText, usePostmortemsText } from '../../translation';
import { dayText } from '../lines';
import { withNames } from '../markdown/mention';

/** Past incidents like this one, with what was learnt from them; nothing where there is none. */
export const SimilarIncidents = ({ name }: { name: string }) => {
  const t = usePostmortemsText();
  const { stack, plain } = useLayout();
  const { value } = useEndpoint(endpoints.postmortems.similar, {
    params: { id: name },
  });
  if (!value || value.items.length === 0) return null;
  return (
    <Panel title={t('ofIncident.similar')}>
      <ul className={`${plain} ${stack}`}>
        {value.items.map(incident => (
          <li key={incident.id}>
            <Similar incident={incident} />
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Similar = ({ incident }: { incident: SimilarIncident }) => {
  const t = useLearnedText();
  const { row, top, grow, small, mute, titleLink, link } = useLayout();
  const toIncident = useRouteRef(incidentRouteRef);
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const nameOf = useCatalogNames();
  const { postmortem, durationSeconds } = incident;
  return (
    <div className={`${row} ${top}`}>
      <SeverityBadge severity={incident.severity} />
      <div className={grow}>
        <Link className={titleLink} to={toIncident({ name: incident.name })}>
          {incident.name} {incident.title}
        </Link>
        <div className={`${small} ${mute}`}>
          {dayText(incident.openedAt)}
          {durationSeconds !== null &&
            ` · ${t('line.lasted', { duration: durationText(durationSeconds * 1000) })}`}
          {` · ${incident.because}`}
        </div>
        {postmortem && (
          <div className={small}>
            <Link className={link} to={toPostmortem({ name: postmortem.name })}>
              {postmortem.name}
            </Link>{' '}
            {withNames(postmortem.summary, nameOf)}
          </div>
        )}
      </div>
    </div>
  );
};
