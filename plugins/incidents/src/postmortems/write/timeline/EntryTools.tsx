import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  keyMoments,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { ConfirmButton, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import type { EntryActs } from './EntryRow';

const useStyles = makeStyles(theme => ({
  select: {
    font: 'inherit',
    fontSize: '0.8125rem',
    height: 30,
    maxWidth: 150,
    color: theme.palette.text.primary,
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** What can be done to the entry that is looked at. */
export const EntryTools = (props: {
  entry: PostmortemEntry;
  isChosen: boolean;
  acts: EntryActs;
}) => {
  const { entry, isChosen, acts } = props;
  const t = usePostmortemsText();
  const { select } = useStyles();
  const { row, wrap } = useLayout();
  const { id, hidden, moment, original, addedBy, merged, source } = entry;
  return (
    <div className={`${row} ${wrap}`} style={{ gap: 4 }}>
      <Button
        size="small"
        onClick={() => acts.onChange(entry, { hidden: !hidden })}
      >
        {hidden ? t('curate.show') : t('curate.hide')}
      </Button>
      <Button size="small" onClick={() => acts.onReword(id)}>
        {source.kind === 'hand' ? t('curate.correct') : t('curate.reword')}
      </Button>
      {original !== null && (
        <Button
          size="small"
          onClick={() => acts.onChange(entry, { text: null })}
        >
          {t('curate.asRecorded')}
        </Button>
      )}
      <select
        className={select}
        aria-label={t('curate.moment')}
        value={moment ?? ''}
        onChange={event =>
          acts.onChange(entry, {
            moment: keyMoments.find(one => one === event.target.value) ?? null,
          })
        }
      >
        <option value="">{t('curate.noMoment')}</option>
        {keyMoments.map(one => (
          <option key={one} value={one}>
            {t(`moment.${one}`)}
          </option>
        ))}
      </select>
      <Button
        size="small"
        aria-pressed={isChosen}
        onClick={() => acts.onChoose(id)}
      >
        {isChosen ? t('curate.notChosen') : t('curate.choose')}
      </Button>
      {merged.length > 0 && (
        <Button size="small" onClick={() => acts.onRemove(entry)}>
          {t('curate.split')}
        </Button>
      )}
      {addedBy && merged.length === 0 && (
        <ConfirmButton
          label={t('curate.remove')}
          question={t('curate.reallyRemove')}
          onConfirm={() => acts.onRemove(entry)}
        />
      )}
    </div>
  );
};
