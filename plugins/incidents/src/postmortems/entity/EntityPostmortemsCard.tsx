import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityPostmortems } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot } from '../../data';
import { useEntityRef } from '../../entity/useEntityRef';
import { Answer, EmptyState, Panel, useLayout } from '../../kit';
import { postmortemsRouteRef } from '../../routes';
import { useLearnedText } from '../../translation';
import { PostmortemLine } from '../lines';
import { Recurring } from './Recurring';
import { useEntityPostmortems } from './useEntityPostmortems';

/** So many are named; the tab has them all. */
const shown = 2;

/** What was learnt lately about this entity, and what of it is late. @public */
export const EntityPostmortemsCard = () => (
  <IncidentsRoot name="entity-learned">
    <Card />
  </IncidentsRoot>
);

const Card = () => {
  const t = useLearnedText();
  const { link, small } = useLayout();
  const entityRef = useEntityRef();
  const toAll = useRouteRef(postmortemsRouteRef);
  const state = useEntityPostmortems(entityRef);
  return (
    <Panel
      title={t('entityTab.learned')}
      action={
        <Link
          className={`${link} ${small}`}
          to={`${toAll()}?service=${encodeURIComponent(entityRef)}`}
        >
          {t('entityTab.all')}
        </Link>
      }
    >
      <Answer state={state} lines={2}>
        {learned => <Learned learned={learned} />}
      </Answer>
    </Panel>
  );
};

const Learned = ({ learned }: { learned: EntityPostmortems }) => {
  const t = useLearnedText();
  const { stack, bad, small, mute } = useLayout();
  const { newest, overdueCount, recurring, openFollowUps } = learned;
  return (
    <div className={stack}>
      {overdueCount > 0 && (
        <div className={bad}>
          <span aria-hidden>▲ </span>
          {t('entityTab.overdue', { count: overdueCount })}
        </div>
      )}
      {newest.length === 0 && (
        <EmptyState title={t('entityTab.none')}>
          {t('entityTab.noneWhy')}
        </EmptyState>
      )}
      {newest.slice(0, shown).map(postmortem => (
        <PostmortemLine
          key={postmortem.id}
          postmortem={postmortem}
          hideEntity
        />
      ))}
      {recurring.length > 0 && (
        <Recurring factors={recurring.slice(0, shown)} />
      )}
      {openFollowUps > 0 && (
        <div className={`${small} ${mute}`}>
          {t('entityTab.openFollowUps', { count: openFollowUps })}
        </div>
      )}
    </div>
  );
};
