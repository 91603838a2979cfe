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

/** What a policy is bound to. Whoever owns an entity binds it; the server says no to others. */
export const Bindings = ({ policy }: { policy: Policy }) => {
  const { tight, row, wrap, small, mute } = useLayout();
  const [choosing, setChoosing] = useState(false);
  const mayBind = useMayOwn();
  const bind = useCommand(
    endpoints.escalation.bind,
    ({ entity, policy: now }) => `${entity.name} now uses ${now.name}`,
  );
  return (
    <div className={tight}>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        <span className={`${small} ${mute}`}>
          {policy.bindings.length === 0 ? 'bound to nothing' : 'bound to'}
        </span>
        {policy.bindings.map(({ ref, name }) => (
          <Chosen
            key={ref}
            label={name}
            removeLabel={
              policy.may.includes('edit') ? `Unbind ${name}` : undefined
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
            aria-label={`Bind ${policy.name} to something`}
            onClick={() => setChoosing(true)}
          >
            Bind…
          </Button>
        )}
      </div>
      {choosing && (
        <EntityPicker
          id={`bind-${policy.id}`}
          label="Bind to a service or a team"
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
