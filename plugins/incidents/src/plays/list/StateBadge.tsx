import { Play } from '@muster/backstage-plugin-incidents-common';
import { Badge, Tone } from '../../kit';
import { usePlaysText } from '../../translation';

const looks = {
  enabled: { tone: 'ok', shape: '●' },
  failing: { tone: 'bad', shape: '▲' },
  paused: { tone: 'warn', shape: '‖' },
  draft: { tone: 'plain', shape: '○' },
} satisfies Record<string, { tone: Tone; shape: string }>;

/** Whether a play starts, as colour, shape and word; an enabled one whose runs fail says so instead. */
export const StateBadge = ({ play }: { play: Play }) => {
  const t = usePlaysText();
  const state =
    play.state === 'enabled' && play.health.failing ? 'failing' : play.state;
  return <Badge {...looks[state]}>{t(`playState.${state}`)}</Badge>;
};
