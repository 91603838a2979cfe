import { makeStyles } from '@material-ui/core/styles';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import { useText } from '../translation';
import { severityLooks } from './severity';

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    flex: 'none',
    borderRadius: 4,
    padding: '2px 8px',
    color: '#fff',
    fontWeight: 700,
    fontSize: 12,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
  },
});

/** A severity as colour, shape and word. */
export const SeverityBadge = ({ severity }: { severity: Severity }) => {
  const { badge } = useStyles();
  const t = useText();
  const { fill, shape } = severityLooks[severity];
  return (
    <span
      className={badge}
      style={{ background: fill }}
      title={t(`severity.${severity}`)}
    >
      <span aria-hidden>{shape}</span>
      {severity}
    </span>
  );
};
