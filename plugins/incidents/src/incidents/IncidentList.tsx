import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  contract,
  Incident,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { liveSeconds, useEndpoint } from '../data';
import { Answer, EmptyState, IncidentLine, useLayout } from '../kit';

const pageSize = 25;

/** What a list is always limited to, besides what people choose. */
export interface FixedFilter {
  readonly entityRef?: string;
}

const statuses = {
  open: 'triggered,acknowledged',
  triggered: 'triggered',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
} as const;

/** Incidents, newest first, with filters that live in the address. */
export const IncidentList = ({ fixed }: { fixed?: FixedFilter }) => {
  const { stack, row, wrap } = useLayout();
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) =>
    setParams(
      now => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const chosen = (name: string): string => params.get(name) ?? '';
  const status = statusFilter(chosen('status'));
  const mine = chosen('mine') === 'yes';
  const me = useEndpoint(contract.portal.me, {}, { enabled: mine });
  const query = {
    ...fixed,
    ...(status && { status }),
    ...(chosen('severity') && { severity: chosen('severity') }),
    ...(chosen('q') && { q: chosen('q') }),
    ...(mine && me.value && { assignedTo: me.value.person.ref }),
  };
  return (
    <div className={stack}>
      <div className={`${row} ${wrap}`}>
        <TextField
          id="incidents-filter-text"
          label="Words of the title"
          size="small"
          type="search"
          value={chosen('q')}
          onChange={event => set('q', event.target.value)}
        />
        <Choice
          name="Status"
          value={chosen('status')}
          onChange={value => set('status', value)}
          options={Object.keys(statuses)}
        />
        <Choice
          name="Severity"
          value={chosen('severity')}
          onChange={value => set('severity', value)}
          options={severities}
        />
        <Button
          size="small"
          variant={mine ? 'contained' : 'outlined'}
          aria-pressed={mine}
          onClick={() => set('mine', mine ? '' : 'yes')}
        >
          Mine
        </Button>
      </div>
      <Rows
        key={JSON.stringify(query)}
        query={query}
        hideEntity={fixed?.entityRef !== undefined}
      />
    </div>
  );
};

const statusFilter = (text: string): string | undefined =>
  Object.entries(statuses).find(([name]) => name === text)?.[1];

const Choice = (props: {
  name: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}) => (
  <TextField
    id={`incidents-filter-${props.name}`}
    label={props.name}
    size="small"
    select
    SelectProps={{ native: true }}
    InputLabelProps={{ shrink: true }}
    value={props.value}
    onChange={event => props.onChange(event.target.value)}
  >
    <option value="">all</option>
    {props.options.map(option => (
      <option key={option}>{option}</option>
    ))}
  </TextField>
);

/** The newest page stays live; older ones are added below as they are asked for. */
const Rows = (props: {
  query: Record<string, string>;
  hideEntity: boolean;
}) => {
  const { stack } = useLayout();
  const [limit, setLimit] = useState(pageSize);
  const state = useEndpoint(
    contract.incidents.list,
    { query: { ...props.query, limit: Math.min(limit, 200) } },
    { every: liveSeconds },
  );
  return (
    <Answer state={state} lines={5}>
      {({ items, nextCursor }) => (
        <div className={stack}>
          {items.length === 0 && (
            <EmptyState title="No incidents here">
              {Object.keys(props.query).length > (props.hideEntity ? 1 : 0)
                ? 'Nothing matches these filters.'
                : 'When something breaks, it appears here by itself.'}
            </EmptyState>
          )}
          {items.map((incident: Incident) => (
            <IncidentLine
              key={incident.id}
              incident={incident}
              hideEntity={props.hideEntity}
            />
          ))}
          {nextCursor !== null && limit < 200 && (
            <div>
              <Button
                variant="outlined"
                onClick={() => setLimit(limit + pageSize)}
              >
                Show more
              </Button>
            </div>
          )}
        </div>
      )}
    </Answer>
  );
};
