import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityPostmortems } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { factorRouteRef } from '../../routes';
import { useLearnedText } from '../../translation';

/** Factors that came more than once, most frequent first. */
export const Recurring = (props: {
  factors: EntityPostmortems['recurring'];
}) => {
  const t = useLearnedText();
  const { plain, tight, link, mute, small } = useLayout();
  const toFactor = useRouteRef(factorRouteRef);
  return (
    <ul className={`${plain} ${tight}`} aria-label={t('entityTab.recurring')}>
      {props.factors.map(({ id, name, count }) => (
        <li key={id}>
          <span aria-hidden>◆ </span>
          <Link className={link} to={toFactor({ id })}>
            {name}
          </Link>{' '}
          <span className={`${mute} ${small}`}>
            {t('entityTab.recurringTimes', { count })}
          </span>
        </li>
      ))}
    </ul>
  );
};
