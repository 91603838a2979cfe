import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import CloseIcon from '@material-ui/icons/Close';
import {
  endpoints,
  GivenFigure,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { CommandError, useLayout, useFormRows } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

const useStyles = makeStyles(theme => ({
  both: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
  },
  title: { margin: theme.spacing(0, 0, 1), fontSize: '0.9375rem' },
  measured: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    columnGap: theme.spacing(2),
    margin: 0,
    '& dt': { fontSize: '0.8125rem' },
    '& dd': { margin: theme.spacing(0, 0, 1), overflowWrap: 'anywhere' },
  },
  figure: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 30px',
    gap: theme.spacing(1),
    alignItems: 'end',
  },
}));

/** Figures that follow from what was recorded, beside those that only people know. */
export const Figures = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const { mute } = useLayout();
  return (
    <div className={classes.both}>
      <div>
        <h3 className={classes.title}>{t('figures.measured')}</h3>
        {postmortem.measured.length === 0 ? (
          <span className={mute}>{t('figures.noneMeasured')}</span>
        ) : (
          <dl className={classes.measured}>
            {postmortem.measured.map(({ key, label, text }) => (
              <div key={key}>
                <dt className={mute}>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <div>
        <h3 className={classes.title}>{t('figures.given')}</h3>
        <Given postmortem={postmortem} />
      </div>
    </div>
  );
};

const Given = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { figure } = useStyles();
  const { tight, mute } = useLayout();
  const [seen, setSeen] = useState(postmortem.figures);
  const [figures, setFigures] = useState(postmortem.figures);
  const edit = useCommand(endpoints.postmortems.edit, () => undefined);
  // What others gave meanwhile is shown, unless something is being typed here.
  if (seen !== postmortem.figures) {
    if (figures === seen || isSame(whole(figures), postmortem.figures)) {
      setFigures(now =>
        isSame(whole(now), postmortem.figures) ? now : postmortem.figures,
      );
    }
    setSeen(postmortem.figures);
  }
  const save = async (next: readonly GivenFigure[]) => {
    if (isSame(whole(next), postmortem.figures)) return;
    await edit.run({
      params: { id: postmortem.name },
      body: { version: postmortem.version, figures: whole(next) },
    });
  };
  const rows = useFormRows(figures, setFigures);
  if (!postmortem.may.includes('write')) {
    return (
      <ul>
        {figures.map(({ label, value }) => (
          <li key={label}>{`${label}: ${value}`}</li>
        ))}
      </ul>
    );
  }
  return (
    <div className={tight}>
      {figures.length === 0 && (
        <span className={mute}>{t('figures.noneGiven')}</span>
      )}
      {rows.map(({ key, value: given, change, remove }, index) => (
        <div key={key} className={figure}>
          <TextField
            id={`figure-label-${index}`}
            label={t('figures.label')}
            value={given.label}
            onChange={event => change({ ...given, label: event.target.value })}
            onBlur={() => void save(figures)}
            inputProps={{ maxLength: 80, list: 'figure-labels' }}
            size="small"
          />
          <TextField
            id={`figure-value-${index}`}
            label={t('figures.value')}
            value={given.value}
            onChange={event => change({ ...given, value: event.target.value })}
            onBlur={() => void save(figures)}
            inputProps={{ maxLength: 200 }}
            size="small"
          />
          <IconButton
            size="small"
            aria-label={t('figures.remove', { label: given.label })}
            onClick={() => {
              remove();
              void save(figures.filter(one => one !== given));
            }}
          >
            <CloseIcon style={{ fontSize: 16 }} />
          </IconButton>
        </div>
      ))}
      <datalist id="figure-labels">
        {(['customers', 'reports', 'slo', 'money'] as const).map(known => (
          <option key={known} value={t(`figures.known.${known}`)} />
        ))}
      </datalist>
      <div>
        <Button
          size="small"
          disabled={figures.length >= 20}
          onClick={() => setFigures([...figures, { label: '', value: '' }])}
        >
          {t('figures.add')}
        </Button>
      </div>
      <CommandError error={edit.error} />
    </div>
  );
};

/** Those that have both a name and a value. */
const whole = (figures: readonly GivenFigure[]): GivenFigure[] =>
  figures
    .map(({ label, value }) => ({ label: label.trim(), value: value.trim() }))
    .filter(({ label, value }) => label !== '' && value !== '');

const isSame = (
  a: readonly GivenFigure[],
  b: readonly GivenFigure[],
): boolean => JSON.stringify(a) === JSON.stringify(b);
