import { makeStyles, Theme } from '@material-ui/core/styles';

/** Colours that mean something, by theme; text in them is readable on paper. */
export const meaning = (theme: Theme) =>
  theme.palette.type === 'dark'
    ? { ok: '#6fd3a0', bad: '#ffa099', warn: '#ffab6e', link: '#9cc9ff' }
    : { ok: '#1a7f4b', bad: '#a8071a', warn: '#b03a06', link: '#1f5493' };

/** Small pieces of layout that every view uses. */
export const useLayout = makeStyles(theme => ({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    minWidth: 0,
  },
  wrap: { flexWrap: 'wrap' },
  top: { alignItems: 'flex-start' },
  // Takes what is left of a row, and breaks a long word rather than widening it.
  grow: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  stack: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    minWidth: 0,
  },
  tight: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
  },
  mute: {
    // The theme's own grey is too light for text beside a paper, on the page's background.
    color:
      theme.palette.type === 'dark' ? theme.palette.text.secondary : '#5f6368',
  },
  small: { fontSize: '0.8125rem' },
  strong: { fontWeight: 700 },
  plain: { listStyle: 'none', margin: 0, padding: 0 },
  breakable: { overflowWrap: 'anywhere' },
  ok: { color: meaning(theme).ok },
  bad: { color: meaning(theme).bad },
  warn: { color: meaning(theme).warn },
  page: {
    padding: theme.spacing(3),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.5) },
  },
  /** A link that stands alone, such as the name of an incident in a list. */
  titleLink: {
    color: meaning(theme).link,
    fontWeight: 700,
    overflowWrap: 'anywhere',
    textDecoration: 'none',
    '&:hover': { textDecoration: 'underline' },
  },
  link: {
    color: meaning(theme).link,
    // Always: in a sentence, colour alone does not tell a link from its words.
    textDecoration: 'underline',
    textDecorationThickness: 1,
    textUnderlineOffset: 3,
  },
}));
