import { makeStyles } from '@material-ui/core/styles';
import { Incident } from '@muster/backstage-plugin-incidents-common';
import { At, meaning, PlainText, useLayout } from '../kit';
import { useEscalationText } from '../translation';

const useStyles = makeStyles(theme => ({
  banner: {
    padding: theme.spacing(1, 1.5),
    borderLeft: `6px solid ${meaning(theme).warn}`,
    background: theme.palette.action.hover,
  },
}));

/** Says that an incident pages nobody yet, until when, and for which maintenance. */
export const HeldBanner = (props: { held: NonNullable<Incident['held']> }) => {
  const { reason, until } = props.held;
  const t = useEscalationText();
  const { banner } = useStyles();
  const { warn } = useLayout();
  return (
    <div className={banner} role="status">
      <b className={warn}>{t('held.title', { moment: <At at={until} /> })}</b>
      <PlainText text={reason} />
    </div>
  );
};
