import Button from '@material-ui/core/Button';
import { endpoints, Policy } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { CoverageReport } from '../escalation/CoverageReport';
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
import { useEscalationText } from '../translation';
import { Bindings } from './Bindings';
import { LookUp } from './LookUp';
import { PolicyDialog } from './PolicyDialog';
import { PolicySentence } from './PolicySentence';

/** Escalation policies, what they are bound to, and who would be paged for anything. */
export const PoliciesPage = () => (
  <IncidentsRoot name="policies">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const t = useEscalationText();
  const { page, stack } = useLayout();
  const [editing, setEditing] = useState<Policy | 'new'>();
  const mayAdd = useMayOwn();
  const state = useEndpoint(endpoints.escalation.listPolicies, {});
  return (
    <div className={`${page} ${stack}`}>
      <Panel
        title={t('policies.title')}
        action={
          mayAdd && (
            <Button
              size="small"
              variant="contained"
              color="primary"
              onClick={() => setEditing('new')}
            >
              {t('policies.add')}
            </Button>
          )
        }
      >
        <Answer state={state}>
          {({ items }) => (
            <div className={stack}>
              {items.length === 0 && (
                <EmptyState title={t('policies.none')}>
                  {t('policies.noneRemedy')}
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
      <CoverageReport />
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
  const t = useEscalationText();
  const { stack, row, wrap, grow, small, mute, strong } = useLayout();
  const nameOf = useCatalogNames();
  const remove = useCommand(endpoints.escalation.deletePolicy, () =>
    t('policies.removed', { policy: policy.name }),
  );
  return (
    <section className={stack} style={{ gap: 8 }} aria-label={policy.name}>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={strong}>{policy.name}</span>{' '}
          <span className={`${small} ${mute}`}>
            {t('policies.keptBy', { owner: nameOf(policy.ownerRef) })}
          </span>
          <PolicySentence policy={policy} />
        </div>
        {policy.may.includes('edit') && (
          <div className={row}>
            <Button size="small" variant="outlined" onClick={onEdit}>
              {t('policies.edit')}
            </Button>
            <ConfirmButton
              label={t('policies.remove')}
              question={t('policies.reallyRemove')}
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
