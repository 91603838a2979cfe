import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PlayInput,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { breakableKinds, Choice, EntityPicker } from '../../kit';
import { defaultsOf, InputFields, InputValues } from '../start/InputFields';
import { usePlaysText } from '../../translation';
import { DryRunView } from './DryRunView';
import { ofShown, Suppositions } from './SupposeChoice';
import { TrialForm } from './TrialForm';

/** Dry-runs a text for an incident as it is now, or for a sample. */
export const DryRunForm = (props: {
  source: string;
  inputs: readonly PlayInput[];
}) => {
  const { source, inputs } = props;
  const t = usePlaysText();
  const [incident, setIncident] = useState('');
  const [entityRef, setEntityRef] = useState('');
  const [severity, setSeverity] = useState<(typeof severities)[number]>('SEV1');
  const [supposed, setSupposed] = useState<Suppositions>({});
  const [typed, setTyped] = useState<InputValues>();
  const [plan, setPlan] = useState<Awaited<ReturnType<typeof dryRun.run>>>();
  const dryRun = useCommand(endpoints.plays.dryRun, () => undefined);
  const values = typed ?? defaultsOf(inputs);
  const name = incident.trim().toUpperCase();
  const run = async (suppose: Suppositions) => {
    setSupposed(suppose);
    const answer = await dryRun.run({
      body: {
        source,
        inputs: values,
        severity,
        suppose,
        ...(name && { incidentId: name }),
        ...(!name && entityRef && { entityRef }),
      },
    });
    // What was supposed of a step that has been renamed since is refused; the next press begins anew.
    setSupposed(answer ? ofShown(suppose, answer.steps) : {});
    setPlan(answer);
  };
  return (
    <TrialForm
      verb={t('dryRun.run')}
      disabled={dryRun.pending || source.trim() === ''}
      error={dryRun.error}
      onRun={() => run(supposed)}
      fields={
        <>
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
        </>
      }
    >
      {plan && (
        <DryRunView
          plan={plan}
          suppose={{ all: supposed, change: all => void run(all) }}
        />
      )}
    </TrialForm>
  );
};
