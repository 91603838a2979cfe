import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useCommand, useEndpoint } from '../../data';
import { Ago, CommandError, meaning, PlainText, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

const useStyles = makeStyles(theme => ({
  banner: {
    padding: theme.spacing(1, 1.5),
    borderLeft: `6px solid ${meaning(theme).warn}`,
    background: theme.palette.background.paper,
  },
}));

/** Says that all automation is paused, by whom and why, and lets admins end that; nothing while it goes on. */
export const AutomationBanner = () => {
  const t = usePlaysText();
  const { banner } = useStyles();
  const { warn, small, mute, row, wrap, grow } = useLayout();
  const { value } = useEndpoint(endpoints.plays.automation, {});
  const goOn = useCommand(endpoints.plays.switchAutomation, () =>
    t('automation.goesOn'),
  );
  if (!value?.paused) return null;
  return (
    <div className={banner} role="status">
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 220 }}>
          <b className={warn}>‖ {t('automation.paused')}</b>{' '}
          {value.by && value.since && (
            <span className={`${small} ${mute}`}>
              {t('automation.pausedBy', {
                person: value.by.name,
                moment: <Ago at={value.since} />,
              })}
            </span>
          )}
          <PlainText text={value.reason || t('automation.noReason')} />
          <div className={small}>{t('automation.whatItMeans')}</div>
        </div>
        {value.may.includes('switch') && (
          <Button
            variant="outlined"
            disabled={goOn.pending}
            onClick={() =>
              void goOn.run({ body: { paused: false, reason: '' } })
            }
          >
            {t('automation.goOn')}
          </Button>
        )}
      </div>
      <CommandError error={goOn.error} />
    </div>
  );
};
