import Chip from '@material-ui/core/Chip';
import { contract, Policy } from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../data';
import { breakableKinds, CommandError, EntityPicker, useLayout } from '../kit';

/** What a policy is bound to; owners of an entity bind and unbind it. */
export const Bindings = ({ policy }: { policy: Policy }) => {
  const { row, wrap, small, mute } = useLayout();
  const bind = useCommand(
    contract.escalation.bind,
    ({ entity, policy: now }) => `${entity.name} now uses ${now.name}`,
  );
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <span className={`${small} ${mute}`}>
          {policy.bindings.length === 0 ? 'bound to nothing' : 'bound to'}
        </span>
        {policy.bindings.map(({ ref, name }) => (
          <Chip
            key={ref}
            size="small"
            label={name}
            onDelete={
              policy.may.includes('edit')
                ? () =>
                    void bind.run({ body: { entityRef: ref, policyId: null } })
                : undefined
            }
          />
        ))}
        {policy.may.includes('edit') && (
          <div style={{ minWidth: 220 }}>
            <EntityPicker
              key={policy.bindings.length}
              id={`bind-${policy.id}`}
              label="Bind to a service or a team"
              kinds={[...breakableKinds, 'Group']}
              value=""
              onChange={entityRef => {
                if (entityRef) {
                  void bind.run({ body: { entityRef, policyId: policy.id } });
                }
              }}
            />
          </div>
        )}
      </div>
      <CommandError error={bind.error} />
    </div>
  );
};
