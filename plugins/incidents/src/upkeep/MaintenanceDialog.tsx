import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  Maintenance,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../data';
import {
  breakableKinds,
  CheckField,
  EntitiesPicker,
  FormDialog,
  useLayout,
} from '../kit';
import { MomentField } from '../oncall/MomentField';
import { useEscalationText } from '../translation';

/** Plans maintenance, or changes what is planned or running. */
export const MaintenanceDialog = (props: {
  /** What is chosen at first. */
  entityRef?: string;
  /** The one to change. */
  window?: Maintenance;
  onClose: () => void;
}) => {
  const { window, onClose } = props;
  const t = useEscalationText();
  const { mute, small, row, wrap } = useLayout();
  const zone = DateTime.local().zoneName ?? 'UTC';
  const [refs, setRefs] = useState(props.entityRef ? [props.entityRef] : []);
  const [reason, setReason] = useState(window?.reason ?? '');
  const [now, setNow] = useState(!window);
  const [start, setStart] = useState(window?.start ?? inHours(1));
  const [end, setEnd] = useState(window?.end ?? inHours(2));
  const hasBegun = window?.state === 'running';
  const create = useCommand(endpoints.alerts.createMaintenance, () =>
    t('maintenance.planned'),
  );
  const change = useCommand(endpoints.alerts.updateMaintenance, () =>
    t('maintenance.saved'),
  );
  const begins = now || hasBegun ? {} : { start };
  const submit = () =>
    window
      ? change.run({
          params: { id: window.id },
          body: { ...begins, end, reason },
        })
      : create.run({ body: { ...begins, end, reason, entityRefs: refs } });
  return (
    <FormDialog
      name="maintenance"
      title={t(window ? 'maintenance.changeTitle' : 'maintenance.plan')}
      verb={t(window ? 'maintenance.save' : 'maintenance.plan')}
      pending={create.pending || change.pending}
      disabled={
        reason.trim() === '' ||
        (!window && refs.length === 0) ||
        ('start' in begins && start >= end)
      }
      error={create.error ?? change.error}
      onClose={onClose}
      onSubmit={async () => {
        if (await submit()) onClose();
      }}
    >
      {!window && (
        <EntitiesPicker
          id="maintenance-entity"
          label={t('maintenance.what')}
          kinds={breakableKinds}
          value={refs}
          onChange={setRefs}
        />
      )}
      <TextField
        id="maintenance-reason"
        label={t('maintenance.reason')}
        placeholder={t('maintenance.reasonExample')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 300 }}
        required
        fullWidth
      />
      {!window && (
        <CheckField
          label={t('maintenance.now')}
          checked={now}
          onChange={setNow}
        />
      )}
      <div className={`${row} ${wrap}`}>
        {!now && !hasBegun && (
          <MomentField
            id="maintenance-start"
            label={t('maintenance.start', { zone })}
            zone={zone}
            value={start}
            onChange={setStart}
          />
        )}
        <MomentField
          id="maintenance-end"
          label={t('maintenance.finish', { zone })}
          zone={zone}
          value={end}
          onChange={setEnd}
        />
      </div>
      <span className={`${mute} ${small}`}>{t('maintenance.means')}</span>
    </FormDialog>
  );
};

/** A full minute from now on. */
const inHours = (hours: number): string =>
  DateTime.now().startOf('minute').plus({ hours }).toJSDate().toISOString();
