import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Answer, EmptyState, Panel } from '../kit';
import { useText } from '../translation';
import { ChangeLine } from './ChangeLine';

/** Deploys and other changes of an entity, newest first. */
export const WhatChanged = (props: {
  entityRef: string;
  /** An incident's beginning, to say how long before it each change came. */
  before?: string;
}) => {
  const t = useText();
  const changes = useEndpoint(endpoints.alerts.changes, {
    query: { entityRef: props.entityRef, limit: 20 },
  });
  return (
    <Panel title={t('changes.title')}>
      <Answer state={changes}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('changes.none')}>
              {t('changes.noneYet')}
            </EmptyState>
          ) : (
            items.map(change => (
              <ChangeLine
                key={change.id}
                change={change}
                before={props.before}
              />
            ))
          )
        }
      </Answer>
    </Panel>
  );
};
