import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  Layer,
  Schedule,
  ScheduleInput,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { FormDialog, useLayout, useFormRows } from '../../kit';
import { useOnCallText } from '../../translation';
import { ChangedMeanwhile } from './ChangedMeanwhile';
import {
  draftOf,
  emptyLayer,
  followTheSun,
  isComplete,
  officeAndNights,
} from './draft';
import { LayerFields } from './LayerFields';
import { Preview } from './Preview';
import { ScheduleFields } from './ScheduleFields';
import { WhenField } from './WhenField';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    },
  },
  beside: {
    [theme.breakpoints.up('md')]: {
      position: 'sticky',
      top: 0,
      alignSelf: 'start',
    },
  },
}));

/** Makes or changes a schedule; what it means is drawn while you type, by the function that pages. */
export const ScheduleDialog = (props: {
  schedule?: Schedule;
  onClose: () => void;
}) => {
  const { schedule, onClose } = props;
  const classes = useStyles();
  const t = useOnCallText();
  const { stack, row, wrap } = useLayout();
  const [draft, setDraft] = useState(() => draftOf(schedule));
  const [counts, setCounts] = useState<string | null>(null);
  // Of the version that the form was opened with: what the page shows may be a newer one.
  const [opened] = useState(schedule?.version);
  const [refused, setRefused] = useState(false);
  const change = (part: Partial<ScheduleInput>) =>
    setDraft(now => ({ ...now, ...part }));
  const setLayers = (changed: Layer[]) => change({ layers: changed });
  const layers = useFormRows(draft.layers, setLayers);
  const says = ({ name }: Schedule) => t('schedules.saved', { name });
  const create = useCommand(endpoints.oncall.createSchedule, says);
  const update = useCommand(endpoints.oncall.updateSchedule, says);
  const versions = useEndpoint(
    endpoints.oncall.versions,
    { params: { id: schedule?.id ?? '' } },
    { enabled: refused && schedule !== undefined },
  );
  // Shown only after a refusal, and only what was shown is put something over.
  const meanwhile = refused
    ? (versions.value?.items.filter(({ version }) => version > (opened ?? 0)) ??
      [])
    : [];
  const complete = isComplete(draft);

  const save = async () => {
    const saved = schedule
      ? await update.run({
          params: { id: schedule.id },
          body: {
            ...draft,
            // Whoever has been shown what others saved may put theirs over it.
            version: meanwhile[0]?.version ?? opened ?? schedule.version,
            effectiveFrom: counts,
          },
        })
      : await create.run({ body: draft });
    if (saved) onClose();
    else setRefused(true);
  };

  return (
    <FormDialog
      name="schedule"
      title={
        schedule
          ? t('schedules.change', { name: schedule.name })
          : t('schedules.addTitle')
      }
      verb={t('schedules.save')}
      maxWidth="lg"
      pending={create.pending || update.pending}
      disabled={!complete}
      error={create.error ?? update.error}
      notice={meanwhile.length > 0 && <ChangedMeanwhile versions={meanwhile} />}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <div className={classes.columns}>
        <div className={stack}>
          <ScheduleFields draft={draft} onChange={change} />
          {!schedule && (
            <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
              <Button
                size="small"
                variant="outlined"
                onClick={() => setLayers(followTheSun())}
              >
                {t('editor.followTheSun')}
              </Button>
              <Button
                size="small"
                variant="outlined"
                onClick={() => setLayers(officeAndNights())}
              >
                {t('editor.officeAndNights')}
              </Button>
            </div>
          )}
          {layers.map((layer, index) => (
            <LayerFields
              key={layer.key}
              layer={layer.value}
              index={index}
              timezone={draft.timezone}
              onChange={layer.change}
              onMoveUp={layer.moveUp}
              onRemove={layers.length > 1 ? layer.remove : undefined}
            />
          ))}
          <div>
            <Button
              size="small"
              onClick={() =>
                setLayers([
                  ...draft.layers,
                  emptyLayer({ name: t('editor.fallback') }),
                ])
              }
            >
              {t('editor.addLayer')}
            </Button>
          </div>
          {schedule && (
            <WhenField
              value={counts}
              zone={draft.timezone}
              onChange={setCounts}
            />
          )}
        </div>
        <div className={classes.beside}>
          <Preview draft={draft} scheduleId={schedule?.id ?? null} />
        </div>
      </div>
    </FormDialog>
  );
};
