import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import { absolute, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { timeText } from './days';

/** What a merged entry stands for, one click away; nothing for any other entry. */
export const StandsFor = ({
  entry: { merged },
}: {
  entry: Pick<PostmortemEntry, 'merged'>;
}) => {
  const t = usePostmortemsText();
  const { plain, breakable } = useLayout();
  return merged.length === 0 ? null : (
    <details>
      <summary>{t('curate.standsFor', { count: merged.length })}</summary>
      <ul className={`${plain} ${breakable}`}>
        {merged.map(({ id, at, text }) => (
          <li key={id}>
            <time dateTime={at} title={absolute(at)}>
              {timeText(at)}
            </time>{' '}
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
};
