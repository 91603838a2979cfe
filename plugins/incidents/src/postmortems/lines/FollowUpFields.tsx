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
}

/** Who has a follow-up, until when, how much it matters, and what it is for. */
export const FollowUpFields = (props: {
  /** Before the ids of its fields. */
  id: string;
  agreed: Agreed;
  onChange: (change: Partial<Agreed>) => void;
}) => {
  const { id, agreed, onChange } = props;
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
    </>
  );
};
