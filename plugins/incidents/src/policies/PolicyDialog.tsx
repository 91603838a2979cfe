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
import { useCommand, useEndpoint } from '../data';
import { EntityPicker, FormDialog, NumberField, useFormRows } from '../kit';
import { useEscalationText } from '../translation';
import { MoreOfPolicy } from './MoreOfPolicy';
import { SavedMeanwhile } from './SavedMeanwhile';
import { StepFields } from './StepFields';

const emptyStep = { ...plainStep, targets: [], delayMinutes: 5 };

/** What the form begins with. */
const draftOf = (policy: Policy | undefined): PolicyInput => ({
  name: policy?.name ?? '',
  description: policy?.description ?? '',
  ownerRef: policy?.ownerRef ?? '',
  steps: policy?.steps ?? [emptyStep],
  repeat: policy?.repeat ?? plainPolicy.repeat,
  focus: policy?.focus ?? plainPolicy.focus,
  whenQuiet: policy?.whenQuiet ?? plainPolicy.whenQuiet,
});

/** Makes or changes a policy. Open incidents keep the one that they began with. */
export const PolicyDialog = (props: {
  policy: Policy | undefined;
  onClose: () => void;
}) => {
  const { policy, onClose } = props;
  const t = useEscalationText();
  const [draft, setDraft] = useState(() => draftOf(policy));
  // Of the version that the form was opened with: what the page shows may be a newer one.
  const [opened] = useState(policy?.version ?? 0);
  const [refused, setRefused] = useState(false);
  const change = (part: Partial<PolicyInput>) =>
    setDraft(now => ({ ...now, ...part }));
  const steps = useFormRows(draft.steps, changed => change({ steps: changed }));
  const saved = ({ name }: Policy) => t('policy.saved', { policy: name });
  const create = useCommand(endpoints.escalation.createPolicy, saved);
  const update = useCommand(endpoints.escalation.updatePolicy, saved);
  const stored = useEndpoint(
    endpoints.escalation.getPolicy,
    { params: { id: policy?.id ?? '' } },
    { enabled: refused && policy !== undefined },
  );
  // Shown only after a refusal, and only over what was shown is put something.
  const meanwhile =
    refused && stored.value && stored.value.version > opened
      ? stored.value
      : undefined;
  const complete =
    draft.name.trim() !== '' &&
    draft.ownerRef !== '' &&
    draft.steps.every(({ targets }) => targets.length > 0);

  const save = async () => {
    const answer = policy
      ? await update.run({
          params: { id: policy.id },
          body: { ...draft, version: meanwhile?.version ?? opened },
        })
      : await create.run({ body: draft });
    if (answer) onClose();
    else setRefused(true);
  };

  return (
    <FormDialog
      name="policy"
      title={
        policy
          ? t('policy.change', { policy: policy.name })
          : t('policy.addTitle')
      }
      verb={t('policy.save')}
      pending={create.pending || update.pending}
      disabled={!complete}
      error={create.error ?? update.error}
      notice={meanwhile && <SavedMeanwhile policy={meanwhile} />}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        id="policy-name"
        label={t('policy.name')}
        placeholder={t('policy.nameExample')}
        value={draft.name}
        onChange={event => change({ name: event.target.value })}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <EntityPicker
        id="policy-owner"
        label={t('policy.owner')}
        kinds={['Group']}
        value={draft.ownerRef}
        onChange={ownerRef => change({ ownerRef })}
        required
      />
      {steps.map((step, index) => (
        <StepFields
          key={step.key}
          step={step.value}
          index={index}
          onChange={step.change}
          onMoveUp={step.moveUp}
          onRemove={steps.length > 1 ? step.remove : undefined}
        />
      ))}
      <div>
        <Button
          size="small"
          onClick={() => change({ steps: [...draft.steps, emptyStep] })}
        >
          {t('policy.addStep')}
        </Button>
      </div>
      <NumberField
        id="policy-repeat"
        label={t('policy.repeat')}
        min={0}
        max={9}
        value={draft.repeat}
        onChange={repeat => change({ repeat })}
      />
      <MoreOfPolicy draft={draft} onChange={change} />
    </FormDialog>
  );
};
