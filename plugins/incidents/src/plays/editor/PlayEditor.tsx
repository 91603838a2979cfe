import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { PlayFault } from '@muster/backstage-plugin-incidents-common';
import { ReactNode, useState } from 'react';
import { CommandError, ConfirmButton, Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { TrialPanel } from '../trial/TrialPanel';
import { EditProvider } from './Edit';
import { Faults } from './Faults';
import { LeaveGuard } from './LeaveGuard';
import { PlayForm } from './PlayForm';
import { DraftState } from './useDraft';
import { useCheck, useLanguageHelp } from './useLanguage';
import { GoTo, YamlEditor } from './YamlEditor';

const useStyles = makeStyles(theme => ({
  head: {
    padding: theme.spacing(1.5, 2.25),
    // The buttons stay in sight while a long form is scrolled.
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.appBar - 1,
  },
  title: {
    fontSize: '1.25rem',
    fontWeight: 700,
    flex: '1 1 120px',
    [theme.breakpoints.down('sm')]: { fontSize: '1rem' },
    // The buttons stay beside each other.
    [theme.breakpoints.down('xs')]: { flexBasis: '100%' },
  },
  columns: {
    display: 'grid',
    alignItems: 'start',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
  },
  // What is written and what it would do stay beside the part of the form that is looked at.
  beside: {
    position: 'sticky',
    top: 72,
    maxHeight: 'calc(100vh - 88px)',
    overflowY: 'auto',
  },
}));

const parts = ['form', 'text', 'try'] as const;
type Part = (typeof parts)[number];

/** The same list each time, so that the editor does not mark anew what has not changed. */
const noFaults: readonly PlayFault[] = [];

/** Writes a play, as a form and as YAML, which are the same text; and tries it before it is saved. */
export const PlayEditor = (props: {
  title: string;
  draft: DraftState;
  /** What the button says. */
  verb: string;
  pending: boolean;
  error: Error | undefined;
  /** Said below the buttons: what somebody else saved meanwhile. */
  notice?: ReactNode;
  onSave: () => void;
  onLeave: () => void;
}) => {
  const { draft, onLeave } = props;
  const t = usePlaysText();
  const { head, title, columns, beside } = useStyles();
  const { stack, row, wrap, small, warn } = useLayout();
  const isPhone = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [shown, setShown] = useState<Part>('form');
  const [goTo, setGoTo] = useState<GoTo>();
  const help = useLanguageHelp();
  const check = useCheck(draft.source);
  const faults = check.last?.faults ?? noFaults;

  const form = (
    <Panel title={t('editor.form')}>
      <EditProvider
        source={draft.source}
        onChange={draft.change}
        help={help}
        faults={faults}
      >
        <PlayForm />
      </EditProvider>
    </Panel>
  );
  const text = (
    <Panel title={t('editor.text')}>
      <div className={stack}>
        <YamlEditor
          source={draft.source}
          onChange={draft.change}
          faults={faults}
          help={help}
          goTo={goTo}
          height={isPhone ? '55vh' : '45vh'}
        />
        <Faults
          faults={check.current?.faults}
          error={check.error}
          onGoTo={({ line, column }) => setGoTo({ line, column })}
        />
      </div>
    </Panel>
  );
  const trial = (
    <TrialPanel
      source={draft.source}
      inputs={check.last?.document?.inputs ?? []}
    />
  );

  return (
    <div className={stack} data-testid="incidents-play-editor">
      {draft.isChanged && <LeaveGuard />}
      <Paper className={`${head} ${stack}`} component="header">
        <div className={`${row} ${wrap}`}>
          <Typography component="h2" className={title}>
            {props.title}
          </Typography>
          {draft.isChanged && (
            <span className={`${small} ${warn}`}>{t('editor.unsaved')}</span>
          )}
          {draft.isChanged ? (
            <ConfirmButton
              label={t('editor.leave')}
              question={t('editor.reallyLeave')}
              onConfirm={() => {
                draft.forget();
                onLeave();
              }}
            />
          ) : (
            <Button size="small" variant="outlined" onClick={onLeave}>
              {t('editor.leave')}
            </Button>
          )}
          <Button
            size="small"
            variant="contained"
            color="primary"
            disabled={props.pending || draft.source.trim() === ''}
            onClick={props.onSave}
          >
            {props.verb}
          </Button>
        </div>
        <CommandError error={props.error} />
        {props.notice}
        {isPhone && <Parts shown={shown} onShow={setShown} />}
      </Paper>
      {isPhone ? (
        { form, text, try: trial }[shown]
      ) : (
        <div className={columns}>
          {form}
          <div className={`${stack} ${beside}`}>
            {text}
            {trial}
          </div>
        </div>
      )}
    </div>
  );
};

/** On a phone one part at a time. */
const Parts = (props: { shown: Part; onShow: (part: Part) => void }) => {
  const t = usePlaysText();
  const { row } = useLayout();
  return (
    <div
      className={row}
      style={{ gap: 4 }}
      role="group"
      aria-label={t('editor.show')}
    >
      {parts.map(part => (
        <Button
          key={part}
          size="small"
          variant={props.shown === part ? 'contained' : 'text'}
          aria-pressed={props.shown === part}
          onClick={() => props.onShow(part)}
        >
          {t(`editor.${part}`)}
        </Button>
      ))}
    </div>
  );
};
