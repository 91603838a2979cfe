import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import {
  contract,
  Schedule,
  ScheduleInput,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../data';
import { EntityPicker, FormDialog, movedUp } from '../kit';
import { LayerFields } from './LayerFields';
import { Preview } from './Preview';

// The browser's list leaves UTC out.
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

const emptyLayer = (): ScheduleInput['layers'][number] => ({
  name: 'Primary',
  rotation: {
    unit: 'week',
    every: 1,
    startDate: DateTime.now().startOf('week').toISODate(),
    handoffTime: '09:00',
    moreHandoffs: [],
    count: 'all-days',
    extendsBefore: false,
    participants: [],
  },
  timezone: null,
  restrictions: [],
  besideAbove: false,
  effectiveFrom: null,
  until: null,
});

/** Makes or changes a schedule; what it means is drawn while you type, by the function that pages. */
export const ScheduleDialog = (props: {
  schedule: Schedule | undefined;
  onClose: () => void;
}) => {
  const { schedule, onClose } = props;
  const [draft, setDraft] = useState<ScheduleInput>(() => ({
    name: schedule?.name ?? '',
    description: schedule?.description ?? '',
    ownerRef: schedule?.ownerRef ?? '',
    timezone: schedule?.timezone ?? DateTime.local().zoneName,
    layers: schedule?.layers ?? [emptyLayer()],
  }));
  const change = (part: Partial<ScheduleInput>) =>
    setDraft(now => ({ ...now, ...part }));
  const create = useCommand(
    contract.oncall.createSchedule,
    ({ name }) => `${name} is saved`,
  );
  const update = useCommand(
    contract.oncall.updateSchedule,
    ({ name }) => `${name} is saved`,
  );
  const complete =
    draft.name.trim() !== '' &&
    draft.ownerRef !== '' &&
    draft.layers.every(({ rotation }) => rotation.participants.length > 0);

  return (
    <FormDialog
      name="schedule"
      title={schedule ? `Change ${schedule.name}` : 'Add a schedule'}
      verb="Save"
      pending={create.pending || update.pending}
      disabled={!complete}
      error={create.error ?? update.error}
      onClose={onClose}
      onSubmit={async () => {
        const saved = schedule
          ? await update.run({
              params: { id: schedule.id },
              body: { ...draft, version: schedule.version },
            })
          : await create.run({ body: draft });
        if (saved) onClose();
      }}
    >
      <TextField
        id="schedule-name"
        label="Name"
        placeholder="Payments primary"
        value={draft.name}
        onChange={event => change({ name: event.target.value })}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <EntityPicker
        id="schedule-owner"
        label="Which team owns it?"
        kinds={['Group']}
        value={draft.ownerRef}
        onChange={ownerRef => change({ ownerRef })}
        required
      />
      <Autocomplete
        id="schedule-zone"
        options={
          zones.includes(draft.timezone) ? zones : [draft.timezone, ...zones]
        }
        value={draft.timezone}
        onChange={(_event, timezone) => change({ timezone })}
        disableClearable
        renderInput={params => (
          <TextField {...params} label="Time zone" fullWidth />
        )}
      />
      {draft.layers.map((layer, index) => (
        <LayerFields
          // Layers have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          key={index}
          layer={layer}
          index={index}
          onChange={changed =>
            change({
              layers: draft.layers.map((old, i) =>
                i === index ? changed : old,
              ),
            })
          }
          onMoveUp={
            index > 0
              ? () => change({ layers: movedUp(draft.layers, index) })
              : undefined
          }
          onRemove={
            draft.layers.length > 1
              ? () =>
                  change({ layers: draft.layers.filter((_, i) => i !== index) })
              : undefined
          }
        />
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            change({
              layers: [...draft.layers, { ...emptyLayer(), name: 'Fallback' }],
            })
          }
        >
          Add a layer below
        </Button>
      </div>
      <Preview schedule={draft} />
    </FormDialog>
  );
};
