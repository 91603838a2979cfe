import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  Environment,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../data';
import { FormDialog, severityLooks, useLayout } from '../kit';
import { useEscalationText } from '../translation';

type Decision = 'release' | 'discard';

/** Loud, for admins: no page leaves, because this database seems to be a copy of another environment's. */
export const EnvironmentBanner = () => {
  const me = useEndpoint(endpoints.portal.me, {});
  const { value } = useEndpoint(
    endpoints.paging.environment,
    {},
    { every: 10, enabled: me.value?.isAdmin === true },
  );
  return value?.holding ? <Holding environment={value} /> : null;
};

const useStyles = makeStyles(theme => ({
  banner: {
    padding: theme.spacing(2, 2.25),
    color: '#fff',
    background: severityLooks.SEV1.fill,
  },
  button: { color: '#fff', borderColor: '#fff' },
}));

const Holding = ({ environment }: { environment: Environment }) => {
  const t = useEscalationText();
  const { banner, button } = useStyles();
  const { stack, row, wrap, breakable } = useLayout();
  const [deciding, setDeciding] = useState<Decision>();
  const { reason, remedy, heldDeliveries } = environment;
  return (
    <Paper
      component="section"
      className={`${banner} ${stack}`}
      aria-label={t('environment.title')}
    >
      <div role="alert" className={breakable}>
        <b style={{ fontSize: '1.15rem' }}>⚠ {t('environment.title')}</b>
        <div>
          {reason ?? t('environment.reason', namesIn(t, environment))}{' '}
          {t('environment.held', { count: heldDeliveries })}
        </div>
        {remedy && <div>{remedy}</div>}
      </div>
      <div className={`${row} ${wrap}`}>
        {(['release', 'discard'] as const).map(decision => (
          <Button
            key={decision}
            className={button}
            variant="outlined"
            onClick={() => setDeciding(decision)}
          >
            {t(`environment.${decision}`)}
          </Button>
        ))}
      </div>
      {deciding && (
        <DecisionDialog
          decision={deciding}
          environment={environment}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </Paper>
  );
};

/** Says how many pages it is about before anything is sent to people, or never sent. */
const DecisionDialog = (props: {
  decision: Decision;
  environment: Environment;
  onClose: () => void;
}) => {
  const { decision, environment, onClose } = props;
  const t = useEscalationText();
  const decide = useCommand(endpoints.paging.decideEnvironment, () =>
    t('environment.decided'),
  );
  const count = environment.heldDeliveries;
  return (
    <FormDialog
      name="environment"
      title={t(`environment.${decision}Title`)}
      verb={t(`environment.${decision}Now`, { count })}
      pending={decide.pending}
      error={decide.error}
      onClose={onClose}
      onSubmit={async () => {
        if (await decide.run({ body: { decision } })) onClose();
      }}
    >
      <p style={{ margin: 0 }}>
        {t(`environment.${decision}Means`, {
          count,
          configured: namesIn(t, environment).configured,
        })}
      </p>
    </FormDialog>
  );
};

const namesIn = (
  t: ReturnType<typeof useEscalationText>,
  { configured, claimed }: Environment,
) => ({
  configured: configured ?? t('environment.unnamed'),
  claimed: claimed ?? t('environment.unnamed'),
});
