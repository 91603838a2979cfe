import { makeStyles } from '@material-ui/core/styles';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { durationText, useLayout } from '../../kit';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(160px, 1fr))',
    gap: theme.spacing(1.5),
    margin: 0,
    '& dd': { margin: 0 },
    '& > div': {
      padding: theme.spacing(1, 1.25),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      overflowWrap: 'anywhere',
    },
  },
  value: { fontWeight: 700, fontSize: '1.15rem' },
}));

/** What was measured, and what people told. */
export const ImpactFigures = ({
  postmortem,
}: {
  postmortem: Pick<PostmortemDetail, 'measured' | 'figures'>;
}) => {
  const classes = useStyles();
  const { small, mute } = useLayout();
  const { measured, figures } = postmortem;
  const told = measured.filter(isTold);
  if (told.length + figures.length === 0) return null;
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value }) => (
        <div key={`told ${label}`}>
          <dt className={`${small} ${mute}`}>{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
      {told.map(({ key, label, value, unit, text }) => (
        <div key={key}>
          <dt className={`${small} ${mute}`}>{label}</dt>
          <dd className={classes.value}>{valueText(value, unit)}</dd>
          {unit === 'seconds' && <dd className={`${small} ${mute}`}>{text}</dd>}
        </div>
      ))}
    </dl>
  );
};

/** What nobody can tell yet, or did not happen, is told to whoever writes, not to readers. */
const isTold = ({ value }: { readonly value: number | null }): boolean =>
  value !== null && value > 0;

const valueText = (value: number | null, unit: 'seconds' | 'count'): string => {
  if (value === null) return '–';
  return unit === 'seconds'
    ? durationText(value * 1000)
    : value.toLocaleString();
};
