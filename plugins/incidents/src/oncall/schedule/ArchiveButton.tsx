import Button from '@material-ui/core/Button';
import { endpoints, Schedule } from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../data';
import { CommandError, ConfirmButton, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

/** Puts a schedule away, or takes it into use again. */
export const ArchiveButton = ({ schedule }: { schedule: Schedule }) => {
  const t = useOnCallText();
  const { tight } = useLayout();
  const { id, name } = schedule;
  const archive = useCommand(endpoints.oncall.archiveSchedule, () =>
    t('schedules.isArchived', { name }),
  );
  const restore = useCommand(endpoints.oncall.restoreSchedule, () =>
    t('schedules.isRestored', { name }),
  );
  return (
    <div className={tight}>
      {schedule.archivedAt === null ? (
        <ConfirmButton
          label={t('schedules.archive')}
          question={t('schedules.reallyArchive')}
          disabled={archive.pending}
          onConfirm={() => void archive.run({ params: { id } })}
        />
      ) : (
        <Button
          size="small"
          variant="outlined"
          disabled={restore.pending}
          onClick={() => void restore.run({ params: { id } })}
        >
          {t('schedules.restore')}
        </Button>
      )}
      <CommandError error={archive.error ?? restore.error} />
    </div>
  );
};
