import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  ImportItem,
  severities,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import {
  Badge,
  breakableKinds,
  Choice,
  EntityPicker,
  More,
  useLayout,
} from '../../kit';
import { usePostmortemsText } from '../../translation';
import { ImportFile } from './files';

const useStyles = makeStyles(theme => ({
  item: {
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  fields: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 2fr) minmax(0, 1fr)',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** What would become of one file, and what its front matter did not say. */
export const Item = (props: {
  item: ImportItem;
  onChange: (
    change: Pick<ImportFile, 'entityRef' | 'occurredAt' | 'severity'>,
  ) => void;
  onRemove: () => void;
}) => {
  const { item, onChange, onRemove } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, wrap, grow, stack, small, mute, bad, breakable } = useLayout();
  const { file, faults, notes, sections, factors, followUps } = item;
  return (
    <section
      className={`${classes.item} ${stack}`}
      style={{ gap: 12 }}
      aria-label={file}
    >
      <div className={`${row} ${wrap}`}>
        {faults.length > 0 ? (
          <Badge tone="bad" shape="▲">
            {t('import.faults', { count: faults.length })}
          </Badge>
        ) : (
          <Badge tone="ok" shape="✔">
            {t('import.ready')}
          </Badge>
        )}
        <div className={grow}>
          <b>{item.title || file}</b>
          <div className={`${small} ${mute} ${breakable}`}>
            {file} · {t('import.sections', { count: sections.length })} ·{' '}
            {t('import.factors', { count: factors.length })} ·{' '}
            {t('import.followUps', { count: followUps.length })}
          </div>
        </div>
        <Button
          size="small"
          aria-label={t('import.remove', { file })}
          onClick={onRemove}
        >
          ✕
        </Button>
      </div>
      {(faults.length > 0 || item.duplicateOf) && (
        <ul className={bad} style={{ margin: 0, paddingLeft: 20 }}>
          {item.duplicateOf && (
            <li>
              {t('import.duplicate', { postmortem: item.duplicateOf.name })}
            </li>
          )}
          {faults.map(fault => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul
          className={`${small} ${mute}`}
          style={{ margin: 0, paddingLeft: 20 }}
        >
          {notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={classes.fields}>
        <EntityPicker
          id={`import-entity-${file}`}
          label={t('import.entity')}
          kinds={breakableKinds}
          value={item.entity?.ref ?? ''}
          onChange={ref => onChange({ entityRef: ref || undefined })}
        />
        <TextField
          id={`import-when-${file}`}
          label={t('import.occurredAt')}
          type="datetime-local"
          InputLabelProps={{ shrink: true }}
          value={localOf(item.occurredAt)}
          onChange={event =>
            onChange({ occurredAt: instantOf(event.target.value) })
          }
        />
        <Choice
          id={`import-severity-${file}`}
          label={t('import.severity')}
          value={item.severity}
          options={severities}
          onChange={severity => onChange({ severity })}
        />
      </div>
      {sections.length > 0 && (
        <More label={t('import.show')}>
          {sections.map(({ key, title, body }) => (
            <div key={key}>
              <b>{title}</b>
              <div
                className={`${small} ${breakable}`}
                style={{ whiteSpace: 'pre-wrap' }}
              >
                {body}
              </div>
            </div>
          ))}
        </More>
      )}
    </section>
  );
};

/** An instant as the field for local time takes it. */
const localOf = (instant: string | null): string =>
  instant === null
    ? ''
    : DateTime.fromISO(instant).toFormat("yyyy-MM-dd'T'HH:mm");

/** The instant that was chosen; undefined while the field is not filled. */
const instantOf = (local: string): string | undefined =>
  DateTime.fromISO(local).toUTC().toISO() ?? undefined;
