import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import {
  Answer,
  At,
  Avatar,
  EmptyState,
  namesOf,
  Panel,
  useLayout,
} from '../kit';
import { rootRouteRef, scheduleRouteRef } from '../routes';
import { useText } from '../translation';
import { useEntityRef } from './useEntityRef';

/** The schedules of this team, who has each now, and until when. @public */
export const EntityGroupOnCallCard = () => (
  <IncidentsRoot name="group-on-call">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const t = useText();
  const { stack, link } = useLayout();
  const groupRef = useEntityRef();
  const root = useRouteRef(rootRouteRef)();
  const state = useEndpoint(endpoints.oncall.listSchedules, {});
  return (
    <Panel title={t('onCall.title')}>
      <Answer state={state}>
        {({ items }) => {
          const theirs = items.filter(({ ownerRef }) => ownerRef === groupRef);
          return theirs.length === 0 ? (
            <EmptyState title={t('groupOnCall.none')}>
              {t('groupOnCall.noneRemedy')}{' '}
              <Link className={link} to={`${root}/on-call`}>
                {t('groupOnCall.make')}
              </Link>
            </EmptyState>
          ) : (
            <div className={stack}>
              {theirs.map(schedule => (
                <Item key={schedule.id} schedule={schedule} />
              ))}
            </div>
          );
        }}
      </Answer>
    </Panel>
  );
};

type Listed = CallOutput<
  typeof endpoints.oncall.listSchedules
>['items'][number];

const Item = ({ schedule }: { schedule: Listed }) => {
  const t = useText();
  const { row, tight, grow, small, mute, bad, warn, titleLink } = useLayout();
  const toSchedule = useRouteRef(scheduleRouteRef);
  const { now, until, firstGap } = schedule;
  return (
    <div className={row}>
      {now[0] && <Avatar person={now[0]} size={36} />}
      <div className={`${tight} ${grow}`} style={{ gap: 0 }}>
        <Link className={titleLink} to={toSchedule({ id: schedule.id })}>
          {schedule.name}
        </Link>
        <span className={small}>
          {now.length > 0 ? (
            namesOf(now)
          ) : (
            <span className={warn}>{t('groupOnCall.nobodyNow')}</span>
          )}
          {until && (
            <span className={mute}>
              {' '}
              {t('groupOnCall.until', { moment: <At at={until} /> })}
            </span>
          )}
        </span>
        {firstGap && (
          <span className={`${small} ${bad}`}>
            ⚠ {t('groupOnCall.gap', { moment: <At at={firstGap.start} /> })}
          </span>
        )}
      </div>
    </div>
  );
};
