import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  IncidentDetail,
  customerImpacts,
  phases,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { FormDialog } from '../kit';
import { useText } from '../translation';

type Field = 'title' | 'severity' | 'customerImpact' | 'phase';

/**
 * Changes what people may have got wrong at first. Only what was changed here is sent; the rest follows
 * the incident. When somebody else was quicker, what you typed stays, beside what it says now.
 */
export const EditDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useText();
  const edit = useCommand(endpoints.incidents.edit, () => t('edit.saved'));
  const [seen] = useState(incident);
  const [draft, setDraft] = useState<Partial<Record<Field, string>>>({});
  const conflict = edit.error !== undefined && seen.version < incident.version;

  const field = (name: Field) => ({
    id: `edit-${name}`,
    label: t(`edit.field.${name}`),
    value: draft[name] ?? incident[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: target.value }),
    fullWidth: true,
    helperText:
      conflict && draft[name] !== undefined && incident[name] !== seen[name]
        ? t('edit.nowIs', { value: incident[name] })
        : undefined,
  });
  const choice = { select: true, SelectProps: { native: true } } as const;

  return (
    <FormDialog
      name="edit"
      title={t('edit.title', { incident: incident.name })}
      verb={t(conflict ? 'edit.saveOver' : 'edit.save')}
      pending={edit.pending}
      disabled={draft.title?.trim() === '' || Object.keys(draft).length === 0}
      error={edit.error}
      onClose={onClose}
      onSubmit={async () => {
        const { version } = conflict ? incident : seen;
        const saved = await edit.run({
          params: { id: incident.name },
          body: {
            version,
            title: draft.title,
            severity: pick(severities, draft.severity),
            customerImpact: pick(customerImpacts, draft.customerImpact),
            phase: pick(choosable, draft.phase),
          },
        });
        if (saved) onClose();
      }}
    >
      <TextField {...field('title')} inputProps={{ maxLength: 300 }} required />
      <TextField {...field('severity')} {...choice}>
        {severities.map(name => (
          <option key={name} value={name}>
            {name} – {t(`severity.${name}`)}
          </option>
        ))}
      </TextField>
      <TextField {...field('customerImpact')} {...choice}>
        {customerImpacts.map(option => (
          <option key={option} value={option}>
            {t(`impact.${option}`)}
          </option>
        ))}
      </TextField>
      {incident.status !== 'resolved' && (
        <TextField {...field('phase')} {...choice}>
          {choosable.map(option => (
            <option key={option} value={option}>
              {t(`phase.${option}`)}
            </option>
          ))}
        </TextField>
      )}
    </FormDialog>
  );
};

const choosable = phases.filter(phase => phase !== 'resolved');

/** The option that a form chose, or undefined. */
const pick = <T extends string>(
  options: readonly T[],
  chosen: string | undefined,
): T | undefined => options.find(option => option === chosen);
