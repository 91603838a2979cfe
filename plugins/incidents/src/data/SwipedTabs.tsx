import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  '@global': {
    'nav[aria-label="Content navigation"]': {
      overflowX: 'auto',
      whiteSpace: 'nowrap',
    },
  },
});

/**
 * An entity's page has more tabs with ours than a phone is wide, and the new frontend system's header does not bear that: the
 * whole page would scroll sideways. While something of ours is shown, they are swiped instead.
 */
export const SwipedTabs = () => {
  useStyles();
  return null;
};
