import TextField from '@material-ui/core/TextField';
import {
  FollowUpKind,
  followUpKinds,
  followUpPriorities,
  FollowUpPriority,
} from '@muster/backstage-plugin-incidents-common';
import { Choice, EntityPicker } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** What is agreed about a follow-up. */
export interface Agreed {
  /** A full ref, or empty: nobody has it yet. */
  readonly ownerRef: string;
  /** A day, or empty. */
  readonly dueOn: string;
  readonly priority: FollowUpPriority;
  readonly kind: FollowUpKind;
  /** Of the factors that its postmortem names, or empty: all of them. */
  readonly factorId: string;
}

/** What is agreed, as the API takes it. */
export const toBody = ({ ownerRef, factorId, ...rest }: Agreed) => ({
  ...rest,
  ownerRef: ownerRef || null,
  factorId: factorId || null,
});

/** Who has a follow-up, until when, how much it matters, what it is for, and against which factor. */
export const FollowUpFields = (props: {
  /** Before the ids of its fields. */
  id: string;
  agreed: Agreed;
  /** That its postmortem names. */
  factors: readonly { readonly id: string; readonly name: string }[];
  onChange: (change: Partial<Agreed>) => void;
}) => {
  const { id, agreed, factors, onChange } = props;
  const t = usePostmortemsText();
  return (
    <>
      <EntityPicker
        id={`${id}-owner`}
        label={t('followUp.owner')}
        kinds={['User', 'Group']}
        value={agreed.ownerRef}
        onChange={ownerRef => onChange({ ownerRef })}
      />
      <TextField
        id={`${id}-due`}
        label={t('followUp.dueOn')}
        type="date"
        InputLabelProps={{ shrink: true }}
        value={agreed.dueOn}
        onChange={event => onChange({ dueOn: event.target.value })}
      />
      <Choice
        id={`${id}-priority`}
        label={t('followUp.priority')}
        value={agreed.priority}
        options={followUpPriorities}
        words={option => t(`followUpPriority.${option}`)}
        onChange={priority => onChange({ priority })}
      />
      <Choice
        id={`${id}-kind`}
        label={t('followUp.kind')}
        value={agreed.kind}
        options={followUpKinds}
        words={option => t(`followUpKind.${option}`)}
        onChange={kind => onChange({ kind })}
      />
      {factors.length > 0 && (
        <Choice
          id={`${id}-factor`}
          label={t('followUp.against')}
          value={agreed.factorId}
          options={['', ...factors.map(factor => factor.id)]}
          words={option =>
            factors.find(factor => factor.id === option)?.name ??
            t('followUp.againstAll')
          }
          onChange={factorId => onChange({ factorId })}
        />
      )}
    </>
  );
};
