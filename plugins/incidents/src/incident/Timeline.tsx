import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  contract,
  IncidentDetail,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { liveSeconds, useCommand, useEndpoint } from '../data';
import {
  Answer,
  At,
  CommandError,
  meaning,
  Panel,
  PlainText,
  useLayout,
} from '../kit';

/** What the filter chips show. */
const filters = {
  All: () => true,
  People: ({ actor }: TimelineEntry) => actor.kind === 'person',
  Alerts: ({ kind }: TimelineEntry) =>
    kind.startsWith('alert') ||
    kind.startsWith('monitor') ||
    kind === 'triggered',
  Paging: ({ kind }: TimelineEntry) =>
    kind.startsWith('page') ||
    ['assigned', 'escalated', 'exhausted', 'unassigned'].includes(kind),
} satisfies Record<string, (entry: TimelineEntry) => boolean>;

const useStyles = makeStyles(theme => ({
  entry: {
    display: 'grid',
    gridTemplateColumns: '76px 14px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
  },
  dot: {
    width: 12,
    height: 12,
    marginTop: 4,
    borderRadius: '50%',
    border: `2px solid ${theme.palette.text.secondary}`,
  },
  good: { background: meaning(theme).ok, borderColor: meaning(theme).ok },
  bad: { background: meaning(theme).bad, borderColor: meaning(theme).bad },
  time: { textAlign: 'right' },
}));

/** What happened, newest first; live; with a place to write what you see. */
export const Timeline = ({ incident }: { incident: IncidentDetail }) => {
  const { row, wrap, stack, plain } = useLayout();
  const [shown, setShown] = useState<keyof typeof filters>('All');
  const state = useEndpoint(
    contract.incidents.timeline,
    { params: { id: incident.name }, query: { limit: 1000 } },
    { every: liveSeconds },
  );
  return (
    <Panel
      title="Timeline"
      action={
        <div
          className={`${row} ${wrap}`}
          style={{ gap: 4 }}
          role="group"
          aria-label="Show"
        >
          {(Object.keys(filters) as (keyof typeof filters)[]).map(name => (
            <Button
              key={name}
              size="small"
              variant={shown === name ? 'contained' : 'text'}
              aria-pressed={shown === name}
              onClick={() => setShown(name)}
            >
              {name}
            </Button>
          ))}
        </div>
      }
    >
      <div className={stack}>
        {incident.may.includes('note') && <Composer incident={incident} />}
        <Answer state={state}>
          {({ items }) => (
            <ol className={plain} reversed aria-label="What happened">
              {items
                .filter(filters[shown])
                .reverse()
                .map(entry => (
                  <Entry key={entry.seq} entry={entry} />
                ))}
            </ol>
          )}
        </Answer>
      </div>
    </Panel>
  );
};

const bad = ['triggered', 'page-failed', 'exhausted', 'unassigned'];
const good = ['acknowledged', 'resolved', 'alert-resolved'];

const Entry = ({ entry }: { entry: TimelineEntry }) => {
  const classes = useStyles();
  const { small, mute, strong } = useLayout();
  const tone =
    (bad.includes(entry.kind) && classes.bad) ||
    (good.includes(entry.kind) && classes.good) ||
    '';
  return (
    <li className={classes.entry}>
      <span className={`${small} ${mute} ${classes.time}`}>
        <At at={entry.at} />
      </span>
      <span aria-hidden className={`${classes.dot} ${tone}`} />
      <div>
        {entry.kind === 'note' && (
          <span className={strong}>{entry.actor.name} wrote</span>
        )}
        <PlainText text={entry.text} />
      </div>
    </li>
  );
};

const Composer = ({ incident }: { incident: IncidentDetail }) => {
  const { row, top } = useLayout();
  const [text, setText] = useState('');
  const note = useCommand(contract.incidents.note, () => undefined);
  return (
    <form
      onSubmit={async event => {
        event.preventDefault();
        const done = await note.run({
          params: { id: incident.name },
          body: { text },
        });
        if (done) setText('');
      }}
    >
      <div className={`${row} ${top}`}>
        <TextField
          id="incident-note"
          label="Write what you see or did"
          value={text}
          onChange={event => setText(event.target.value)}
          inputProps={{ maxLength: 10_000 }}
          variant="outlined"
          size="small"
          multiline
          maxRows={6}
          fullWidth
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={text.trim() === '' || note.pending}
        >
          Note
        </Button>
      </div>
      <CommandError error={note.error} />
    </form>
  );
};
