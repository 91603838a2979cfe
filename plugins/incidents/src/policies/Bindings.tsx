import Button from '@material-ui/core/Button';
import { endpoints, Policy } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useMayOwn } from '../data';
import {
  breakableKinds,
  Chosen,
  CommandError,
  EntityPicker,
  useLayout,
} from '../kit';
import { useEscalationText } from '../translation';

/** What a policy is bound to. Whoever owns an entity binds it; the server says no to others. */
export const Bindings = ({ policy }: { policy: Policy }) => {
  const t = useEscalationText();
  const { tight, row, wrap, small, mute } = useLayout();
  const [choosing, setChoosing] = useState(false);
  const mayBind = useMayOwn();
  const bind = useCommand(
    endpoints.escalation.bind,
    ({ entity, policy: now }) =>
      t('policies.bound', { entity: entity.name, policy: now.name }),
  );
  return (
    <div className={tight}>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <span className={`${small} ${mute}`}>
          {t(
            policy.bindings.length === 0
              ? 'policies.boundToNothing'
              : 'policies.boundTo',
          )}
        </span>
        {policy.bindings.map(({ ref, name }) => (
          <Chosen
            key={ref}
            label={name}
            removeLabel={
              policy.may.includes('edit')
                ? t('policies.unbind', { entity: name })
                : undefined
            }
            disabled={bind.pending}
            onRemove={() =>
              void bind.run({ body: { entityRef: ref, policyId: null } })
            }
          />
        ))}
        {mayBind && !choosing && (
          <Button
            size="small"
            aria-label={t('policies.bindLabel', { policy: policy.name })}
            onClick={() => setChoosing(true)}
          >
            {t('policies.bind')}
          </Button>
        )}
      </div>
      {choosing && (
        <EntityPicker
          id={`bind-${policy.id}`}
          label={t('policies.bindTo')}
          kinds={[...breakableKinds, 'Group']}
          value=""
          onChange={entityRef => {
            setChoosing(false);
            void bind.run({ body: { entityRef, policyId: policy.id } });
          }}
        />
      )}
      <CommandError error={bind.error} />
    </div>
  );
};
