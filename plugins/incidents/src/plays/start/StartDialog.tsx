import { useRouteRef } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../data';
import {
  Answer,
  breakableKinds,
  Choice,
  EntityPicker,
  FormDialog,
} from '../../kit';
import { playRunRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { DryRunView } from '../trial/DryRunView';
import {
  defaultsOf,
  InputFields,
  InputValues,
  isComplete,
} from './InputFields';
import { useApproved } from './useApproved';

/**
 * Starts a play by hand: its inputs, then what would happen, then the start. What was shown is what is
 * started: its hash goes along, and another plan by now is refused.
 */
export const StartDialog = (props: {
  choices: readonly { readonly id: string; readonly name: string }[];
  /** `INC-7`, where the incident is given. */
  incident?: string;
  onClose: () => void;
}) => {
  const { choices, onClose } = props;
  const t = usePlaysText();
  const navigate = useNavigate();
  const toRun = useRouteRef(playRunRouteRef);
  const [id, setId] = useState(choices[0].id);
  const [incident, setIncident] = useState(props.incident ?? '');
  const [entityRef, setEntityRef] = useState('');
  // Undefined: as the play says.
  const [typed, setTyped] = useState<InputValues>();
  // A second press, or a try again after an answer was lost, starts nothing twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const play = useApproved(id);
  const dryRun = useCommand(endpoints.plays.dryRun, () => undefined);
  const start = useCommand(endpoints.plays.start, run =>
    t('start.started', { play: run.play.name }),
  );
  const [plan, setPlan] = useState<Awaited<ReturnType<typeof dryRun.run>>>();
  const asks = play.value?.inputs ?? [];
  const inputs = typed ?? defaultsOf(asks);
  /** What was looked at is another thing now. */
  const changed = () => {
    setPlan(undefined);
    start.reset();
  };
  const about = {
    ...(incident.trim() && { incidentId: incident.trim().toUpperCase() }),
    ...(!incident.trim() && entityRef && { entityRef }),
  };
  const mayStart = plan !== undefined && plan.planHash !== null;

  const submit = async () => {
    if (!play.value) return;
    if (!mayStart) {
      setPlan(
        await dryRun.run({
          body: { source: play.value.source, ...about, inputs },
        }),
      );
      return;
    }
    const run = await start.run({
      params: { id },
      body: {
        ...about,
        inputs,
        planHash: plan.planHash ?? undefined,
        idempotencyKey,
      },
    });
    if (run) {
      onClose();
      navigate(toRun({ runId: run.id }));
    } else setPlan(undefined);
  };

  return (
    <FormDialog
      name="start-play"
      title={
        choices.length > 1
          ? t('ofIncident.start')
          : t('start.title', { play: choices[0].name })
      }
      verb={t(mayStart ? 'start.start' : 'start.plan')}
      pending={dryRun.pending || start.pending}
      disabled={!play.value || !isComplete(asks, inputs)}
      error={start.error ?? dryRun.error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {choices.length > 1 && (
        <Choice
          id="start-which"
          label={t('start.which')}
          value={id}
          options={choices.map(choice => choice.id)}
          words={of => choices.find(choice => choice.id === of)?.name ?? of}
          onChange={chosen => {
            setId(chosen);
            setTyped(undefined);
            changed();
          }}
        />
      )}
      {props.incident === undefined && (
        <>
          <TextField
            id="start-incident"
            label={t('start.incident')}
            value={incident}
            onChange={event => {
              setIncident(event.target.value);
              changed();
            }}
            fullWidth
          />
          {incident.trim() === '' && (
            <EntityPicker
              id="start-entity"
              label={t('start.entity')}
              kinds={breakableKinds}
              value={entityRef}
              onChange={ref => {
                setEntityRef(ref);
                changed();
              }}
            />
          )}
        </>
      )}
      <Answer state={play} lines={1}>
        {() => (
          <InputFields
            inputs={asks}
            values={inputs}
            onChange={values => {
              setTyped(values);
              changed();
            }}
          />
        )}
      </Answer>
      {plan && <DryRunView plan={plan} />}
    </FormDialog>
  );
};
