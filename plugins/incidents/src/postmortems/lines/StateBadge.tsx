import { Postmortem } from '@muster/backstage-plugin-incidents-common';
import { Badge, Tone } from '../../kit';
import { useLearnedText } from '../../translation';

const looks: Readonly<
  Record<Postmortem['state'], { tone: Tone; shape: string }>
> = {
  draft: { tone: 'plain', shape: '○' },
  'in-review': { tone: 'warn', shape: '◐' },
  published: { tone: 'ok', shape: '●' },
  amended: { tone: 'ok', shape: '◉' },
  waived: { tone: 'plain', shape: '⊘' },
};

/** How far a postmortem is; one that is late says so beside it. */
export const StateBadge = (props: {
  postmortem: Pick<Postmortem, 'state' | 'overdue'>;
}) => {
  const { state, overdue } = props.postmortem;
  const t = useLearnedText();
  return (
    <>
      <Badge {...looks[state]}>{t(`pmState.${state}`)}</Badge>
      {overdue && (
        <Badge tone="bad" shape="▲">
          {t('pmState.overdue')}
        </Badge>
      )}
    </>
  );
};
