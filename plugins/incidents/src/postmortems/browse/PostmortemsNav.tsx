import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useLocation } from 'react-router-dom';
import { useMayOwn } from '../../data';
import { meaning } from '../../kit';
import { postmortemsRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';

const useStyles = makeStyles(theme => ({
  nav: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2.5),
    marginBottom: theme.spacing(2),
  },
  link: {
    padding: theme.spacing(0.75, 0),
    borderBottom: '2px solid transparent',
    color: meaning(theme).link,
    textDecoration: 'none',
    '&:hover': { borderBottomColor: 'currentColor' },
    '&[aria-current]': {
      fontWeight: 700,
      color: theme.palette.text.primary,
      borderBottomColor: 'currentColor',
    },
  },
}));

const parts = [
  { path: '', word: 'all' },
  { path: '/follow-ups', word: 'followUps' },
  { path: '/factors', word: 'factors' },
  { path: '/templates', word: 'templates' },
  { path: '/import', word: 'import' },
] as const;

/** For those who can own something. */
const forOwners: readonly string[] = ['/templates', '/import'];

/** The parts of *Postmortems*, of which none has a tab of its own. */
export const PostmortemsNav = () => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const root = useRouteRef(postmortemsRouteRef)();
  const { pathname } = useLocation();
  const mayOwn = useMayOwn();
  return (
    <nav className={classes.nav} aria-label={t('browse.sections')} data-noprint>
      {parts
        .filter(({ path }) => mayOwn || !forOwners.includes(path))
        .map(({ path, word }) => {
          const to = `${root}${path}`;
          const here = pathname.replace(/\/$/, '') === to;
          return (
            <Link
              key={path}
              className={classes.link}
              to={to}
              aria-current={here ? 'page' : undefined}
            >
              {t(`browse.${word}`)}
            </Link>
          );
        })}
    </nav>
  );
};
