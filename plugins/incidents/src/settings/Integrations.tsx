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
import { useSettingsText } from '../translation';
import { AddIntegrationDialog } from './AddIntegrationDialog';
import { IngestLog } from './IngestLog';

/** The ways in for monitors. */
export const Integrations = () => {
  const t = useSettingsText();
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
      title={t('integrations.title')}
      action={
        mayAdd && (
          <Button
            size="small"
            variant="contained"
            color="primary"
            onClick={() => setAdding(true)}
          >
            {t('integrations.add')}
          </Button>
        )
      }
    >
      <Answer state={state}>
        {({ items }) => (
          <div className={stack}>
            {items.length === 0 && (
              <EmptyState title={t('integrations.none')}>
                {t(mayAdd ? 'integrations.noneAdd' : 'integrations.noneAsk')}
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
  const t = useSettingsText();
  const { row, wrap, grow, small, mute, strong, warn } = useLayout();
  const [open, setOpen] = useState(false);
  const revoke = useCommand(endpoints.alerts.revokeIntegration, made =>
    t('integrations.isRevoked', { name: made.name }),
  );
  const { id, name, entity, status, keyHint, lastEventAt, may } = integration;
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 200 }}>
          {t('integrations.of', {
            name: <span className={strong}>{name}</span>,
            entity: <EntityLink entity={entity} />,
          })}
          <div className={`${small} ${mute}`}>
            {t('integrations.keyEnds', { hint: keyHint })} ·{' '}
            {status === 'revoked' ? (
              <span className={warn}>{t('integrations.revoked')}</span>
            ) : (
              (lastEventAt &&
                t('integrations.lastEvent', {
                  moment: <Ago at={lastEventAt} />,
                })) ||
              t('integrations.nothingYet')
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
              {t(open ? 'integrations.hideLog' : 'integrations.log')}
            </Button>
          )}
          {may.includes('revoke') && status === 'active' && (
            <ConfirmButton
              label={t('integrations.revoke')}
              question={t('integrations.revokeReally')}
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
