import Button from '@material-ui/core/Button';
import {
  endpoints,
  OnCallAnswer,
  Policy,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../data';
import { Choice, CommandError, ConfirmButton, useLayout } from '../kit';
import { PolicyDialog } from '../policies/PolicyDialog';
import { useEscalationText } from '../translation';

/** Binds another policy to an entity, takes the binding away, changes the policy or makes a new one. */
export const BindField = ({ answer }: { answer: OnCallAnswer }) => {
  const { entity } = answer;
  const t = useEscalationText();
  const { row, wrap, tight } = useLayout();
  const [editing, setEditing] = useState<Policy | 'new'>();
  const policies = useEndpoint(endpoints.escalation.listPolicies, {});
  const bind = useCommand(endpoints.escalation.bind, ({ policy }) =>
    t('escalation.bound', { entity: entity.name, policy: policy.name }),
  );
  const set = (policyId: string | null) =>
    void bind.run({ body: { entityRef: entity.ref, policyId } });

  const items = policies.value?.items ?? [];
  const current = items.find(({ id }) => id === answer.policy.id);
  const isBound = items.some(({ bindings }) =>
    bindings.some(({ ref }) => ref === entity.ref),
  );
  const others = items.filter(policy => policy !== current);
  return (
    <div className={tight}>
      <div className={`${row} ${wrap}`}>
        {others.length > 0 && (
          <Choice
            id="bind-policy"
            label={t('escalation.bindLabel')}
            value=""
            options={['', ...others.map(({ id }) => id)]}
            words={id =>
              others.find(policy => policy.id === id)?.name ??
              t('escalation.choose')
            }
            onChange={id => {
              if (id) set(id);
            }}
          />
        )}
        {current?.may.includes('edit') && (
          <Button size="small" onClick={() => setEditing(current)}>
            {t('escalation.editPolicy')}
          </Button>
        )}
        <Button size="small" onClick={() => setEditing('new')}>
          {t('escalation.newPolicy')}
        </Button>
        {isBound && (
          <ConfirmButton
            label={t('escalation.unbind')}
            question={t('escalation.reallyUnbind')}
            disabled={bind.pending}
            onConfirm={() => set(null)}
          />
        )}
      </div>
      <CommandError error={bind.error} />
      {editing && (
        <PolicyDialog
          policy={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
};
