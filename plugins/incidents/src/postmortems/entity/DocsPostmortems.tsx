import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTechDocsReaderPage } from '@backstage/plugin-techdocs-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { IncidentsRoot } from '../../data';
import { useLayout } from '../../kit';
import { postmortemsRouteRef } from '../../routes';
import { useLearnedText } from '../../translation';
import { PostmortemLine } from '../lines';
import { Recurring } from './Recurring';
import { useEntityPostmortems } from './useEntityPostmortems';

const useStyles = makeStyles(theme => ({
  band: {
    marginBottom: theme.spacing(2),
    padding: theme.spacing(1.5, 2),
    borderLeft: `4px solid ${theme.palette.primary.main}`,
  },
  columns: {
    display: 'grid',
    gap: theme.spacing(1, 4),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    marginTop: theme.spacing(1),
  },
  title: { fontSize: '0.9375rem', fontWeight: 700, margin: 0 },
}));

/**
 * Above the docs of an entity: its newest postmortems, the factors that come again, and what is not verified yet.
 * Nothing while there are none, or while they cannot be fetched: whoever reads docs came for something else.
 */
export const DocsPostmortems = () => {
  const { entityRef } = useTechDocsReaderPage();
  return (
    <IncidentsRoot name="docs-postmortems">
      <Band entityRef={stringifyEntityRef(entityRef)} />
    </IncidentsRoot>
  );
};

/** So many are named. */
const shown = 2;

const Band = ({ entityRef }: { entityRef: string }) => {
  const t = useLearnedText();
  const { band, columns, title } = useStyles();
  const { row, wrap, grow, small, mute, link, stack } = useLayout();
  const toAll = useRouteRef(postmortemsRouteRef);
  const id = useId();
  const { value } = useEntityPostmortems(entityRef);
  if (!value || (value.newest.length === 0 && value.openFollowUps === 0)) {
    return null;
  }
  const { newest, recurring, openFollowUps } = value;
  return (
    <Paper component="section" aria-labelledby={id} className={band}>
      <div className={`${row} ${wrap}`}>
        <h2 id={id} className={`${title} ${grow}`}>
          {t('entityTab.docsTitle')}
        </h2>
        <Link
          className={`${link} ${small}`}
          to={`${toAll()}?service=${encodeURIComponent(entityRef)}`}
        >
          {t('entityTab.all')}
        </Link>
      </div>
      <div className={columns}>
        {newest.slice(0, shown).map(postmortem => (
          <PostmortemLine
            key={postmortem.id}
            postmortem={postmortem}
            hideEntity
          />
        ))}
        {(recurring.length > 0 || openFollowUps > 0) && (
          <div className={stack} style={{ gap: 4 }}>
            <Recurring factors={recurring.slice(0, shown)} />
            {openFollowUps > 0 && (
              <Link className={`${small} ${mute}`} to={`${toAll()}/follow-ups`}>
                {t('entityTab.openFollowUps', { count: openFollowUps })}
              </Link>
            )}
          </div>
        )}
      </div>
    </Paper>
  );
};
