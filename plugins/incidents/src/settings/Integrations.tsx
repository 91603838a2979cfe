import Button from '@material-ui/core/Button';
import {
  endpoints,
  Integration,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint, useMayOwn } from '../data';
import {
  Ago,
  Answer,
  CommandError,
  ConfirmButton,
  EmptyState,
  EntityLink,
  Panel,
  useLayout,
} from '../kit';
import { AddIntegrationDialog } from './AddIntegrationDialog';
import { IngestLog } from './IngestLog';

/** The ways in for monitors. */
export const Integrations = () => {
  const { stack } = useLayout();
  const [adding, setAdding] = useState(false);
  const mayAdd = useMayOwn();
  const state = useEndpoint(
    endpoints.alerts.listIntegrations,
    {},
    { every: 10 },
  );
  return (
    <Panel
      title="Integrations"
      action={
        mayAdd && (
          <Button
            size="small"
            variant="contained"
            color="primary"
            onClick={() => setAdding(true)}
          >
            Add integration
          </Button>
        )
      }
    >
      <Answer state={state}>
        {({ items }) => (
          <div className={stack}>
            {items.length === 0 && (
              <EmptyState title="No monitor is connected yet">
                {mayAdd
                  ? 'Add an integration: you get a key and an address that speaks the PagerDuty Events API v2.'
                  : 'Members of the team that owns a service can add one.'}
              </EmptyState>
            )}
            {items.map(integration => (
              <Row key={integration.id} integration={integration} />
            ))}
          </div>
        )}
      </Answer>
      {adding && <AddIntegrationDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};

const Row = ({ integration }: { integration: Integration }) => {
  const { row, wrap, grow, small, mute, strong, warn } = useLayout();
  const [open, setOpen] = useState(false);
  const revoke = useCommand(
    endpoints.alerts.revokeIntegration,
    ({ name }) => `${name} is revoked`,
  );
  const { id, name, entity, status, keyHint, lastEventAt, may } = integration;
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={strong}>{name}</span> for{' '}
          <EntityLink entity={entity} />
          <div className={`${small} ${mute}`}>
            key ends in {keyHint} ·{' '}
            {status === 'revoked' ? (
              <span className={warn}>revoked</span>
            ) : (
              (lastEventAt && (
                <>
                  last event <Ago at={lastEventAt} />
                </>
              )) ||
              'nothing received yet'
            )}
          </div>
        </div>
        <div className={row}>
          {may.includes('read-log') && (
            <Button
              size="small"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Hide log' : 'Log'}
            </Button>
          )}
          {may.includes('revoke') && status === 'active' && (
            <ConfirmButton
              label="Revoke"
              question="Really revoke?"
              disabled={revoke.pending}
              onConfirm={() => void revoke.run({ params: { id } })}
            />
          )}
        </div>
      </div>
      <CommandError error={revoke.error} />
      {open && <IngestLog integrationId={id} />}
    </div>
  );
};
