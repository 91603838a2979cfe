import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Play } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { playRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { HealthLine } from './HealthLine';
import { StateBadge } from './StateBadge';

/** One play in the list: state, what starts it, how it has done, who keeps it. */
export const PlayItem = ({ play }: { play: Play }) => {
  const t = usePlaysText();
  const { tight, row, wrap, small, mute, titleLink, breakable } = useLayout();
  const toPlay = useRouteRef(playRouteRef);
  return (
    <section className={tight} aria-label={play.name}>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <StateBadge play={play} />
        <Link className={titleLink} to={toPlay({ id: play.id })}>
          {play.name}
        </Link>
        <span className={`${small} ${mute}`}>
          {t('plays.version', { version: String(play.version) })} ·{' '}
          {t('plays.ownedBy', { owner: play.owner.name })}
        </span>
      </div>
      {play.description && (
        <div className={`${small} ${breakable}`}>{play.description}</div>
      )}
      <div className={`${small} ${breakable}`}>
        {play.startsWhen || t('plays.startsByHand')}
      </div>
      <HealthLine health={play.health} />
    </section>
  );
};
