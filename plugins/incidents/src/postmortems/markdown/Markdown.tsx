import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { createElement, memo, ReactNode, useMemo } from 'react';
import ReactMarkdown from 'react-markdown';
import gfm from 'remark-gfm';
import {
  EntityLink,
  ExternalLink,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { followed } from './addresses';
import { MarkdownImage } from './MarkdownImage';
import { linkMentions, mentionedBy } from './mentions';

const useStyles = makeStyles(theme => ({
  text: {
    lineHeight: 1.6,
    overflowWrap: 'anywhere',
    '& > :first-child': { marginTop: 0 },
    '& > :last-child': { marginBottom: 0 },
    '& h3, & h4, & h5, & h6': {
      fontSize: '1rem',
      margin: theme.spacing(2, 0, 0.5),
    },
    '& h4, & h5, & h6': { fontSize: '0.9375rem' },
    '& p, & ul, & ol, & blockquote': { margin: theme.spacing(1, 0) },
    '& ul, & ol': { paddingLeft: theme.spacing(3) },
    '& blockquote': {
      paddingLeft: theme.spacing(1.5),
      borderLeft: `4px solid ${theme.palette.divider}`,
    },
    '& code': {
      fontFamily: 'monospace',
      fontSize: '0.9em',
      padding: '1px 4px',
      borderRadius: 3,
      background: theme.palette.action.hover,
    },
    '& pre': {
      overflowX: 'auto',
      padding: theme.spacing(1, 1.5),
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
    },
    '& pre code': { padding: 0, background: 'none', overflowWrap: 'normal' },
    '& table': {
      display: 'block',
      overflowX: 'auto',
      borderCollapse: 'collapse',
    },
    '& th, & td': {
      textAlign: 'left',
      padding: theme.spacing(0.5, 1),
      border: `1px solid ${theme.palette.divider}`,
    },
    '& hr': { border: 0, borderTop: `1px solid ${theme.palette.divider}` },
  },
}));

const remarkPlugins = [gfm, linkMentions];

/**
 * Somebody's Markdown. Raw HTML is shown as text; links lead to http, https, mailto and pages of this portal only;
 * mentions are links into the catalog; images are those kept with the postmortem.
 */
export const Markdown = memo(
  (props: {
    text: string;
    /** `PM-12`, where its images are. */
    postmortem: string;
    /** The level of a `#`: one below the heading that it stands under. */
    topHeading?: 3 | 4;
  }) => {
    const { text, postmortem, topHeading = 3 } = props;
    const classes = useStyles();
    const components = useMemo(
      () => componentsFor(postmortem, topHeading),
      [postmortem, topHeading],
    );
    return (
      <ReactMarkdown
        className={classes.text}
        remarkPlugins={remarkPlugins}
        // Judged where they are drawn, by what they are: see `Anchor` and `MarkdownImage`.
        transformLinkUri={asWritten}
        transformImageUri={asWritten}
        components={components}
      >
        {text}
      </ReactMarkdown>
    );
  },
);

const asWritten = (url: string): string => url;

interface Written {
  readonly children?: ReactNode;
}

function componentsFor(postmortem: string, topHeading: number) {
  const heading =
    (level: number) =>
    ({ children }: Written) =>
      createElement(`h${Math.min(6, topHeading + level - 1)}`, {}, children);
  return {
    h1: heading(1),
    h2: heading(2),
    h3: heading(3),
    h4: heading(4),
    h5: heading(5),
    h6: heading(6),
    a: Anchor,
    img: ({ src = '', alt = '' }: { src?: string; alt?: string }) => (
      <MarkdownImage postmortem={postmortem} src={src} alt={alt} />
    ),
    pre: ({ children }: Written) => (
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled by the keyboard
      <pre tabIndex={0}>{children}</pre>
    ),
  };
}

const Anchor = ({ href = '', children }: Written & { href?: string }) => {
  const { link } = useLayout();
  const mentioned = mentionedBy(href);
  if (mentioned) return <Mention entityRef={mentioned} />;
  const to = followed(href);
  if (to === undefined) return <span>{children}</span>;
  if (to.startsWith('mailto:')) {
    return (
      <a className={link} href={to}>
        {children}
      </a>
    );
  }
  return to.startsWith('/') ? (
    <Link className={link} to={to}>
      {children}
    </Link>
  ) : (
    <ExternalLink href={to}>{children}</ExternalLink>
  );
};

const Mention = ({ entityRef }: { entityRef: string }) => {
  const nameOf = useCatalogNames();
  return (
    <EntityLink entity={{ ref: entityRef, name: `@${nameOf(entityRef)}` }} />
  );
};
