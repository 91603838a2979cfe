import Button from '@material-ui/core/Button';
import {
  CallOutput,
  contract,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { IncidentsRoot, useCommand, useEndpoint, useMayOwn } from '../data';
import {
  Answer,
  At,
  Avatar,
  CommandError,
  ConfirmButton,
  EmptyState,
  namesOf,
  Panel,
  useLayout,
} from '../kit';
import { ScheduleDialog } from './ScheduleDialog';
import { SavedStrip } from './SavedStrip';

/** Schedules: who is on call now, until when, and the next two weeks. */
export const OnCallPage = () => (
  <IncidentsRoot name="on-call">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const { page, stack } = useLayout();
  const [editing, setEditing] = useState<Schedule | 'new'>();
  const mayAdd = useMayOwn();
  const state = useEndpoint(contract.oncall.listSchedules, {});
  return (
    <div className={page}>
      <Panel
        title="On call"
        action={
          mayAdd && (
            <Button
              size="small"
              variant="contained"
              color="primary"
              onClick={() => setEditing('new')}
            >
              Add schedule
            </Button>
          )
        }
      >
        <Answer state={state}>
          {({ items }) => (
            <div className={stack}>
              {items.length === 0 && (
                <EmptyState title="No schedules yet">
                  A schedule says who is on call when. Until there is one, the
                  owner of a service is paged: its lead, or its members.
                </EmptyState>
              )}
              {items.map(schedule => (
                <Item
                  key={schedule.id}
                  schedule={schedule}
                  onEdit={() => setEditing(schedule)}
                />
              ))}
            </div>
          )}
        </Answer>
      </Panel>
      {editing && (
        <ScheduleDialog
          schedule={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
};

type Listed = CallOutput<typeof contract.oncall.listSchedules>['items'][number];

const Item = (props: { schedule: Listed; onEdit: () => void }) => {
  const { schedule, onEdit } = props;
  const { stack, row, wrap, grow, small, mute, strong, warn } = useLayout();
  const remove = useCommand(
    contract.oncall.archiveSchedule,
    () => `${schedule.name} is archived`,
  );
  const { now, until } = schedule;
  return (
    <section className={stack} style={{ gap: 8 }} aria-label={schedule.name}>
      <div className={`${row} ${wrap}`}>
        {now[0] && <Avatar person={now[0]} />}
        <div className={grow} style={{ minWidth: 200 }}>
          <span className={strong}>{schedule.name}</span>
          <div className={small}>
            {now.length > 0 ? (
              namesOf(now)
            ) : (
              <span className={warn}>nobody is on call now</span>
            )}
            <span className={mute}>
              {until && (
                <>
                  {' '}
                  until <At at={until} />
                </>
              )}{' '}
              · {schedule.timezone}
            </span>
          </div>
        </div>
        {schedule.may.includes('edit') && (
          <div className={row}>
            <Button size="small" variant="outlined" onClick={onEdit}>
              Edit
            </Button>
            <ConfirmButton
              label="Archive"
              question="Really archive?"
              disabled={remove.pending}
              onConfirm={() => void remove.run({ params: { id: schedule.id } })}
            />
          </div>
        )}
      </div>
      <CommandError error={remove.error} />
      <SavedStrip schedule={schedule} />
    </section>
  );
};
