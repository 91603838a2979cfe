import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  plainPolicy,
  plainStep,
  Policy,
  PolicyInput,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { EntityPicker, FormDialog, movedUp, NumberField } from '../kit';
import { StepFields } from './StepFields';

/** Makes or changes a policy. Open incidents keep the one that they began with. */
export const PolicyDialog = (props: {
  policy: Policy | undefined;
  onClose: () => void;
}) => {
  const { policy, onClose } = props;
  const [draft, setDraft] = useState<PolicyInput>(() => ({
    name: policy?.name ?? '',
    description: policy?.description ?? '',
    ownerRef: policy?.ownerRef ?? '',
    steps: policy?.steps ?? [{ ...plainStep, targets: [], delayMinutes: 5 }],
    repeat: policy?.repeat ?? plainPolicy.repeat,
    focus: policy?.focus ?? plainPolicy.focus,
    whenQuiet: policy?.whenQuiet ?? plainPolicy.whenQuiet,
  }));
  const change = (part: Partial<PolicyInput>) =>
    setDraft(now => ({ ...now, ...part }));
  const saved = ({ name }: Policy) => `${name} is saved`;
  const create = useCommand(endpoints.escalation.createPolicy, saved);
  const update = useCommand(endpoints.escalation.updatePolicy, saved);
  const complete =
    draft.name.trim() !== '' &&
    draft.ownerRef !== '' &&
    draft.steps.every(({ targets }) => targets.length > 0);

  return (
    <FormDialog
      name="policy"
      title={policy ? `Change ${policy.name}` : 'Add a policy'}
      verb="Save"
      pending={create.pending || update.pending}
      disabled={!complete}
      error={create.error ?? update.error}
      onClose={onClose}
      onSubmit={async () => {
        const answer = policy
          ? await update.run({
              params: { id: policy.id },
              body: { ...draft, version: policy.version },
            })
          : await create.run({ body: draft });
        if (answer) onClose();
      }}
    >
      <TextField
        id="policy-name"
        label="Name"
        placeholder="Payments"
        value={draft.name}
        onChange={event => change({ name: event.target.value })}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <EntityPicker
        id="policy-owner"
        label="Which team owns it?"
        kinds={['Group']}
        value={draft.ownerRef}
        onChange={ownerRef => change({ ownerRef })}
        required
      />
      {draft.steps.map((step, index) => (
        <StepFields
          // Steps have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          key={index}
          step={step}
          index={index}
          onChange={changed =>
            change({
              steps: draft.steps.map((old, i) => (i === index ? changed : old)),
            })
          }
          onMoveUp={
            index > 0
              ? () => change({ steps: movedUp(draft.steps, index) })
              : undefined
          }
          onRemove={
            draft.steps.length > 1
              ? () =>
                  change({ steps: draft.steps.filter((_, i) => i !== index) })
              : undefined
          }
        />
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            change({
              steps: [
                ...draft.steps,
                { ...plainStep, targets: [], delayMinutes: 5 },
              ],
            })
          }
        >
          Add a step
        </Button>
      </div>
      <NumberField
        id="policy-repeat"
        label="How often is it run again when nobody answers?"
        min={0}
        max={9}
        value={draft.repeat}
        onChange={repeat => change({ repeat })}
      />
    </FormDialog>
  );
};
