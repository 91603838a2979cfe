import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import TextField from '@material-ui/core/TextField';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { CommandError, DiffText, useLayout } from '../../kit';
import { useOnCallText, useText } from '../../translation';

type Answer = CallOutput<typeof endpoints.oncall.importSchedule>;

/** A pasted YAML: its faults by line and column, then what it would change, then its being applied. */
export const ImportForm = ({ onClose }: { onClose: () => void }) => {
  const t = useOnCallText();
  const ofDialogs = useText();
  const { stack, tight, bad, mute, breakable } = useLayout();
  const [yaml, setYaml] = useState('');
  const [checked, setChecked] = useState<Answer>();
  const check = useCommand(endpoints.oncall.importSchedule, ({ applied }) =>
    applied ? t('asCode.applied') : undefined,
  );
  const run = async (apply: boolean) => {
    const answer = await check.run({
      body: { yaml, apply, seenVersion: checked?.version ?? null },
    });
    if (answer?.applied) onClose();
    else if (answer) setChecked(answer);
  };
  const changes = checked?.diff.some(line => /^[+-]/.test(line)) ?? false;
  const mayApply = checked && checked.errors.length === 0 && changes;
  return (
    <>
      <DialogContent className={stack}>
        <TextField
          id="as-code-yaml"
          label={t('asCode.pasted')}
          multiline
          minRows={10}
          maxRows={24}
          variant="outlined"
          value={yaml}
          onChange={event => {
            setYaml(event.target.value);
            // What was checked was another text.
            setChecked(undefined);
          }}
          inputProps={{
            spellCheck: false,
            style: { fontFamily: 'monospace', fontSize: 13 },
          }}
          fullWidth
        />
        {checked && checked.errors.length > 0 && (
          <div role="alert">
            <ul
              className={`${tight} ${bad} ${breakable}`}
              style={{ margin: 0, paddingLeft: 18 }}
            >
              {checked.errors.map(({ line, column, field, message }) => (
                <li key={`${line} ${column} ${field} ${message}`}>
                  {t('asCode.fault', {
                    line: String(line),
                    column: String(column),
                  })}{' '}
                  {field && <b>{field} </b>}
                  {message}
                </li>
              ))}
            </ul>
          </div>
        )}
        {checked && checked.errors.length === 0 && (
          <div className={tight}>
            <b>
              {checked.scheduleId ? t('asCode.changes') : t('asCode.makesNew')}
            </b>
            {changes ? (
              <DiffText label={t('asCode.diff')} lines={checked.diff} />
            ) : (
              <span className={mute}>{t('asCode.same')}</span>
            )}
          </div>
        )}
        <CommandError error={check.error} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{ofDialogs('dialog.cancel')}</Button>
        {mayApply ? (
          <Button
            variant="contained"
            color="primary"
            disabled={check.pending}
            onClick={() => void run(true)}
          >
            {t('asCode.apply')}
          </Button>
        ) : (
          <Button
            variant="contained"
            color="primary"
            disabled={check.pending || yaml.trim() === ''}
            onClick={() => void run(false)}
          >
            {t('asCode.check')}
          </Button>
        )}
      </DialogActions>
    </>
  );
};
