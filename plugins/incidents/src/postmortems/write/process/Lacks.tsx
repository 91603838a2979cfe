import { makeStyles } from '@material-ui/core/styles';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { sectionIdOf } from '../section/Section';

const useStyles = makeStyles(theme => ({
  lacks: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 1.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
    // A long list does not push the document off a phone.
    maxHeight: 72,
    overflowY: 'auto',
  },
}));

/** What publishing still lacks, each a way to where it is missing. */
export const Lacks = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const { lacks, sections, state } = postmortem;
  const t = usePostmortemsText();
  const { lacks: list } = useStyles();
  const { small, ok, warn, link, mute } = useLayout();
  if (state === 'published' || state === 'waived') {
    return <span className={`${small} ${mute}`}>{t(`lacks.${state}`)}</span>;
  }
  if (lacks.length === 0) {
    return <span className={`${small} ${ok}`}>✔ {t('lacks.nothing')}</span>;
  }
  return (
    <div className={small} role="status">
      <b className={warn}>{t('lacks.title')}</b>
      <ul className={list} aria-label={t('lacks.title')}>
        {lacks.map(lack => {
          const section = sections.find(({ title }) => lack.includes(title));
          return (
            <li key={lack}>
              <span aria-hidden>○ </span>
              {section ? (
                <a className={link} href={`#${sectionIdOf(section.key)}`}>
                  {lack}
                </a>
              ) : (
                lack
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};
