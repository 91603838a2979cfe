import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { mergedText } from './curation';

const useStyles = makeStyles(theme => ({
  box: {
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    padding: theme.spacing(1.5),
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    boxShadow: theme.shadows[3],
  },
}));

/** Several entries are chosen: one may stand for them, or all are hidden. */
export const MergeForm = (props: {
  /** `PM-12`. */
  postmortem: string;
  chosen: readonly PostmortemEntry[];
  onHide: () => void;
  onClear: () => void;
}) => {
  const { postmortem, chosen, onHide, onClear } = props;
  const t = usePostmortemsText();
  const { box } = useStyles();
  const { row, wrap, tight, strong } = useLayout();
  const [text, setText] = useState<string>();
  const shown = text ?? mergedText(chosen);
  const merge = useCommand(endpoints.postmortems.mergeEntries, () =>
    t('curate.merged', { count: chosen.length }),
  );
  return (
    <form
      className={`${box} ${tight}`}
      onSubmit={async event => {
        event.preventDefault();
        const done = await merge.run({
          params: { id: postmortem },
          body: { entries: chosen.map(({ id }) => id), text: shown.trim() },
        });
        if (done) onClear();
      }}
    >
      <span className={strong}>
        {t('curate.chosen', { count: chosen.length })}
      </span>
      {chosen.length > 1 && (
        <TextField
          id="timeline-merge"
          label={t('curate.mergeText')}
          value={shown}
          onChange={event => setText(event.target.value)}
          inputProps={{ maxLength: 2000 }}
          size="small"
          multiline
          maxRows={4}
          fullWidth
        />
      )}
      <div className={`${row} ${wrap}`}>
        <Button
          type="submit"
          size="small"
          variant="contained"
          color="primary"
          disabled={chosen.length < 2 || !shown.trim() || merge.pending}
        >
          {t('curate.merge')}
        </Button>
        <Button size="small" variant="outlined" onClick={onHide}>
          {t('curate.hideChosen')}
        </Button>
        <Button size="small" onClick={onClear}>
          {t('curate.clear')}
        </Button>
      </div>
      <CommandError error={merge.error} />
    </form>
  );
};
