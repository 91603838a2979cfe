import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PlayInput,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import {
  breakableKinds,
  Choice,
  CommandError,
  EntityPicker,
  useLayout,
} from '../../kit';
import { defaultsOf, InputFields, InputValues } from '../start/InputFields';
import { usePlaysText } from '../../translation';
import { DryRunView } from './DryRunView';

/** Dry-runs a text for an incident as it is now, or for a sample. */
export const DryRunForm = (props: {
  source: string;
  inputs: readonly PlayInput[];
}) => {
  const { source, inputs } = props;
  const t = usePlaysText();
  const { stack, row, wrap } = useLayout();
  const [incident, setIncident] = useState('');
  const [entityRef, setEntityRef] = useState('');
  const [severity, setSeverity] = useState<(typeof severities)[number]>('SEV1');
  const [typed, setTyped] = useState<InputValues>();
  const [plan, setPlan] = useState<Awaited<ReturnType<typeof dryRun.run>>>();
  const dryRun = useCommand(endpoints.plays.dryRun, () => undefined);
  const values = typed ?? defaultsOf(inputs);
  const name = incident.trim().toUpperCase();
  const run = async () =>
    setPlan(
      await dryRun.run({
        body: {
          source,
          inputs: values,
          severity,
          ...(name && { incidentId: name }),
          ...(!name && entityRef && { entityRef }),
        },
      }),
    );
  return (
    <form
      className={stack}
      onSubmit={event => {
        event.preventDefault();
        void run();
      }}
    >
      <TextField
        id="dry-run-incident"
        label={t('start.incident')}
        value={incident}
        onChange={event => setIncident(event.target.value)}
      />
      {name === '' && (
        <>
          <EntityPicker
            id="dry-run-entity"
            label={t('start.entity')}
            kinds={breakableKinds}
            value={entityRef}
            onChange={setEntityRef}
          />
          <Choice
            id="dry-run-severity"
            label={t('dryRun.severity')}
            value={severity}
            options={severities}
            onChange={setSeverity}
          />
        </>
      )}
      <InputFields inputs={inputs} values={values} onChange={setTyped} />
      <div className={`${row} ${wrap}`}>
        <Button
          type="submit"
          variant="outlined"
          disabled={dryRun.pending || source.trim() === ''}
        >
          {t('dryRun.run')}
        </Button>
      </div>
      <CommandError error={dryRun.error} />
      {plan && <DryRunView plan={plan} />}
    </form>
  );
};
