import {
  ContactRules,
  endpoints,
  MyContacts,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { FieldGroup, FormDialog, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { QuietHoursFields } from './QuietHoursFields';
import { RuleList } from './RuleList';
import { RulesWords } from './RulesPanel';

/** Changes the viewer's rules and quiet hours. */
export const RulesDialog = (props: {
  /** As the server has them now. */
  contacts: MyContacts;
  onClose: () => void;
}) => {
  const { contacts, onClose } = props;
  const t = useEscalationText();
  const { tight } = useLayout();
  const [draft, setDraft] = useState<ContactRules>(contacts.rules);
  const [opened] = useState(contacts.version);
  const [refused, setRefused] = useState(false);
  const change = (part: Partial<ContactRules>) =>
    setDraft(now => ({ ...now, ...part }));
  const save = useCommand(endpoints.paging.setRules, () => t('rules.saved'));
  const meanwhile = refused && contacts.version > opened;
  return (
    <FormDialog
      name="contact-rules"
      title={t('rules.title')}
      verb={t('rules.save')}
      pending={save.pending}
      error={save.error}
      notice={
        meanwhile && (
          <div className={tight} role="status">
            <b>{t('rules.reload')}</b>
            <RulesWords contacts={contacts} />
          </div>
        )
      }
      onClose={onClose}
      onSubmit={async () => {
        // Only over what was shown is put something.
        const version = meanwhile ? contacts.version : opened;
        if (await save.run({ body: { ...draft, version } })) onClose();
        else setRefused(true);
      }}
    >
      {(['high', 'low'] as const).map(urgency => (
        <FieldGroup key={urgency} legend={t(`rules.${urgency}`)}>
          <RuleList
            id={`rules-${urgency}`}
            value={draft[urgency]}
            methods={contacts.methods}
            onChange={rules => change({ [urgency]: rules })}
          />
        </FieldGroup>
      ))}
      <QuietHoursFields
        value={draft.quietHours}
        onChange={quietHours => change({ quietHours })}
      />
    </FormDialog>
  );
};
