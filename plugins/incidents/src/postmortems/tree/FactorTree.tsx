import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { FactorNode } from '@muster/backstage-plugin-incidents-common';
import { meaning, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { treeOf, Why } from './treeOf';

const useStyles = makeStyles(theme => {
  const line = `2px solid ${theme.palette.type === 'dark' ? '#8a8f98' : '#9aa0a6'}`;
  return {
    tree: {
      overflowX: 'auto',
      '& ul': { listStyle: 'none', margin: 0, padding: 0 },
    },
    // An answer, and to its right why it was so: drawn as the tree is thought, and read as nested lists.
    why: {
      position: 'relative',
      display: 'flex',
      alignItems: 'center',
      padding: theme.spacing(0.5, 0),
      // From a parent's line to its children; the first and the last have half of it.
      '$whys > &::before': {
        content: '""',
        position: 'absolute',
        left: -14,
        top: 0,
        bottom: 0,
        borderLeft: line,
      },
      '$whys > &:first-child::before': { top: '50%' },
      '$whys > &:last-child::before': { bottom: '50%' },
      '$whys > &::after': {
        content: '""',
        position: 'absolute',
        left: -14,
        top: '50%',
        width: 14,
        borderTop: line,
      },
      [theme.breakpoints.down('xs')]: { display: 'block' },
    },
    whys: {
      position: 'relative',
      marginLeft: '28px !important',
      '&::before': {
        content: '""',
        position: 'absolute',
        left: -28,
        top: '50%',
        width: 14,
        borderTop: line,
      },
      [theme.breakpoints.down('xs')]: {
        marginLeft: '20px !important',
        paddingLeft: '14px !important',
        borderLeft: line,
        '&::before, & > $why::before, & > $why::after': {
          content: 'none !important',
        },
      },
    },
    box: {
      flex: 'none',
      width: 220,
      padding: theme.spacing(1, 1.25),
      border: `1px solid ${theme.palette.divider}`,
      borderLeft: `4px solid ${meaning(theme).link}`,
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.background.paper,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { width: 'auto' },
      '@media print': { breakInside: 'avoid' },
    },
    named: { borderLeftColor: meaning(theme).warn },
  };
});

/** Contributing factors as a picture: the first answers on the left, and to the right of each why it was so. */
export const FactorTree = (props: {
  nodes: readonly FactorNode[];
  /** Where a factor that postmortems share is shown; its name is no link without. */
  toFactor?: (factorId: string) => string;
}) => {
  const t = usePostmortemsText();
  const { tree } = useStyles();
  const { mute } = useLayout();
  const whys = treeOf(props.nodes);
  if (whys.length === 0) return <p className={mute}>{t('tree.none')}</p>;
  return (
    <div
      className={tree}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide tree is scrolled by the keyboard
      tabIndex={0}
      role="group"
      aria-label={t('tree.label')}
    >
      <ul>
        {whys.map(why => (
          <Answer key={why.node.id} why={why} toFactor={props.toFactor} />
        ))}
      </ul>
    </div>
  );
};

const Answer = (props: {
  why: Why;
  toFactor?: (factorId: string) => string;
}) => {
  const { why, toFactor } = props;
  const { node, whys } = why;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { small, strong, mute, link } = useLayout();
  return (
    <li className={classes.why}>
      <div className={`${classes.box} ${node.factor ? classes.named : ''}`}>
        {node.factor && (
          <div className={small}>
            <span aria-hidden>◆ </span>
            {toFactor ? (
              <Link
                className={`${link} ${strong}`}
                to={toFactor(node.factor.id)}
              >
                {node.factor.name}
              </Link>
            ) : (
              <span className={strong}>{node.factor.name}</span>
            )}
            {node.factor.elsewhere > 0 && (
              <span className={mute}>
                {' '}
                {t('tree.elsewhere', { count: node.factor.elsewhere })}
              </span>
            )}
          </div>
        )}
        {node.text !== node.factor?.name && node.text}
      </div>
      {whys.length > 0 && (
        <ul className={classes.whys} aria-label={t('tree.why')}>
          {whys.map(child => (
            <Answer key={child.node.id} why={child} toFactor={toFactor} />
          ))}
        </ul>
      )}
    </li>
  );
};
