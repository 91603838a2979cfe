import Button from '@material-ui/core/Button';
import { endpoints, Policy } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { IncidentsRoot, useCommand, useEndpoint, useMayOwn } from '../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  EmptyState,
  Panel,
  useCatalogNames,
  useLayout,
} from '../kit';
import { Bindings } from './Bindings';
import { LookUp } from './LookUp';
import { PolicyDialog } from './PolicyDialog';
import { useTargetWords } from './useTargetWords';

/** Escalation policies, what they are bound to, and who would be paged for anything. */
export const PoliciesPage = () => (
  <IncidentsRoot name="policies">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const { page, stack } = useLayout();
  const [editing, setEditing] = useState<Policy | 'new'>();
  const mayAdd = useMayOwn();
  const state = useEndpoint(endpoints.escalation.listPolicies, {});
  return (
    <div className={`${page} ${stack}`}>
      <Panel
        title="Escalation policies"
        action={
          mayAdd && (
            <Button
              size="small"
              variant="contained"
              color="primary"
              onClick={() => setEditing('new')}
            >
              Add policy
            </Button>
          )
        }
      >
        <Answer state={state}>
          {({ items }) => (
            <div className={stack}>
              {items.length === 0 && (
                <EmptyState title="No policies yet">
                  A policy says who is paged, and who next when nobody answers.
                  Until one is bound to a service, its owner is paged, then the
                  catch-all.
                </EmptyState>
              )}
              {items.map(policy => (
                <Item
                  key={policy.id}
                  policy={policy}
                  onEdit={() => setEditing(policy)}
                />
              ))}
            </div>
          )}
        </Answer>
      </Panel>
      <LookUp />
      {editing && (
        <PolicyDialog
          policy={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
};

const Item = (props: { policy: Policy; onEdit: () => void }) => {
  const { policy, onEdit } = props;
  const { stack, row, wrap, grow, small, mute, strong } = useLayout();
  const wordsOf = useTargetWords();
  const nameOf = useCatalogNames();
  const remove = useCommand(
    endpoints.escalation.deletePolicy,
    () => `${policy.name} is removed`,
  );
  return (
    <section className={stack} style={{ gap: 8 }} aria-label={policy.name}>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={strong}>{policy.name}</span>{' '}
          <span className={`${small} ${mute}`}>
            kept by {nameOf(policy.ownerRef)}
          </span>
          <div className={small}>
            {policy.steps
              .map(
                ({ targets, delayMinutes }) =>
                  `${targets.map(wordsOf).join(' and ')} (${delayMinutes} min)`,
              )
              .join(' → ')}{' '}
            → the catch-all
            {policy.repeat > 0 && (
              <span className={mute}>
                {' '}
                · repeated {policy.repeat} time{policy.repeat === 1 ? '' : 's'}
              </span>
            )}
          </div>
        </div>
        {policy.may.includes('edit') && (
          <div className={row}>
            <Button size="small" variant="outlined" onClick={onEdit}>
              Edit
            </Button>
            <ConfirmButton
              label="Remove"
              question="Really remove?"
              disabled={remove.pending}
              onConfirm={() => void remove.run({ params: { id: policy.id } })}
            />
          </div>
        )}
      </div>
      <CommandError error={remove.error} />
      <Bindings policy={policy} />
    </section>
  );
};
