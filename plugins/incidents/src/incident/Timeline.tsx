import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  IncidentDetail,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useCommand, useTimeline } from '../data';
import {
  Answer,
  At,
  Composer,
  Day,
  meaning,
  Panel,
  PlainText,
  useLayout,
} from '../kit';
import { isOfPlay, RunLink } from '../plays/incident/RunLink';
import { ReplayButton } from '../postmortems/incident/ReplayButton';
import { usePlaysText, useText } from '../translation';

/** What the filter chips show. */
const filters = {
  all: () => true,
  people: ({ actor }: TimelineEntry) => actor.kind === 'person',
  alerts: ({ kind }: TimelineEntry) =>
    kind.startsWith('alert') ||
    kind.startsWith('monitor') ||
    kind === 'triggered',
  paging: ({ kind }: TimelineEntry) =>
    kind.startsWith('page') ||
    ['assigned', 'escalated', 'exhausted', 'unassigned'].includes(kind),
  plays: isOfPlay,
} satisfies Record<string, (entry: TimelineEntry) => boolean>;
type Filter = keyof typeof filters;
const filterNames = [
  'all',
  'people',
  'alerts',
  'paging',
  'plays',
] as const satisfies readonly Filter[];

const useStyles = makeStyles(theme => ({
  entry: {
    display: 'grid',
    gridTemplateColumns: '44px 14px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
  },
  // Whoever followed a link to a line sees for a moment which it is.
  sought: { animation: '$sought 4s ease-out' },
  '@keyframes sought': {
    '0%, 50%': {
      background: theme.palette.action.selected,
      boxShadow: `-4px 0 ${theme.palette.primary.main}`,
    },
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
  day: {
    padding: theme.spacing(1, 0, 0.5),
    fontWeight: 700,
    fontSize: '0.8125rem',
  },
}));

/** So many entries are drawn at first; who wants more asks. */
const batch = 200;

/** What happened, newest first, by day; live; with a place to write what you see. */
export const Timeline = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const ofPlays = usePlaysText();
  const { row, wrap, stack } = useLayout();
  const [shown, setShown] = useState<Filter>('all');
  const state = useTimeline(incident.name);
  return (
    <Panel
      title={t('timeline.title')}
      action={
        <div
          className={`${row} ${wrap}`}
          style={{ gap: 4 }}
          role="group"
          aria-label={t('timeline.show')}
        >
          {filterNames.map(name => (
            <Button
              key={name}
              size="small"
              variant={shown === name ? 'contained' : 'text'}
              aria-pressed={shown === name}
              onClick={() => setShown(name)}
            >
              {name === 'plays'
                ? ofPlays('ofIncident.filter')
                : t(`timeline.${name}`)}
            </Button>
          ))}
          <ReplayButton name={incident.name} entries={state.value ?? []} />
        </div>
      }
    >
      <div className={stack}>
        {incident.may.includes('note') && <NoteComposer incident={incident} />}
        <Answer state={state}>
          {entries => (
            <Entries
              key={shown}
              entries={entries.filter(filters[shown]).reverse()}
            />
          )}
        </Answer>
      </div>
    </Panel>
  );
};

const Entries = ({ entries }: { entries: readonly TimelineEntry[] }) => {
  const t = useText();
  const { plain, mute } = useLayout();
  const { day } = useStyles();
  const [drawn, setDrawn] = useState(batch);
  const sought = useSoughtEntry();
  const place = entries.findIndex(({ seq }) => seq === sought);
  const visible = entries.slice(0, Math.max(drawn, place + 1));
  const older = entries.length - visible.length;
  if (entries.length === 0)
    return <div className={mute}>{t('timeline.none')}</div>;
  return (
    <>
      <ol className={plain} aria-label={t('timeline.what')}>
        {visible.map((entry, index) => (
          <Fragment key={entry.seq}>
            {(index === 0 || !sameDay(entry.at, visible[index - 1].at)) && (
              <li className={`${day} ${mute}`}>
                <Day at={entry.at} />
              </li>
            )}
            <Entry entry={entry} isSought={entry.seq === sought} />
          </Fragment>
        ))}
      </ol>
      {older > 0 && (
        <div>
          <Button onClick={() => setDrawn(visible.length + batch)}>
            {t('timeline.older', { count: older })}
          </Button>
        </div>
      )}
    </>
  );
};

/** The `seq` of the entry that the address leads to (`#entry-12`), as links of postmortems do. */
function useSoughtEntry(): number | undefined {
  const { hash } = useLocation();
  const [, seq] = /^#entry-(\d+)$/.exec(hash) ?? [];
  return seq === undefined ? undefined : Number(seq);
}

/** In the viewer's zone. */
const sameDay = (a: string, b: string): boolean =>
  DateTime.fromISO(a).hasSame(DateTime.fromISO(b), 'day');

const bad = ['triggered', 'page-failed', 'exhausted', 'unassigned'];
const good = ['acknowledged', 'resolved', 'alert-resolved'];

const Entry = (props: { entry: TimelineEntry; isSought: boolean }) => {
  const { entry, isSought } = props;
  const classes = useStyles();
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSought) line.current?.scrollIntoView({ block: 'center' });
  }, [isSought]);
  const t = useText();
  const { small, mute, strong } = useLayout();
  const tone =
    (bad.includes(entry.kind) && classes.bad) ||
    (good.includes(entry.kind) && classes.good) ||
    '';
  return (
    <li
      ref={line}
      className={`${classes.entry} ${isSought ? classes.sought : ''}`}
    >
      <span className={`${small} ${mute} ${classes.time}`}>
        <At at={entry.at} underDay />
      </span>
      <span aria-hidden className={`${classes.dot} ${tone}`} />
      <div>
        {entry.kind === 'note' && (
          <span className={strong}>
            {t('timeline.wrote', { person: entry.actor.name })}
          </span>
        )}
        <PlainText text={entry.text} />
        {isOfPlay(entry) && <RunLink entry={entry} />}
      </div>
    </li>
  );
};

const NoteComposer = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const note = useCommand(endpoints.incidents.note, () => undefined);
  return (
    <Composer
      id="incident-note"
      label={t('timeline.compose')}
      verb={t('timeline.send')}
      longest={10_000}
      pending={note.pending}
      error={note.error}
      onSend={async text =>
        Boolean(
          await note.run({ params: { id: incident.name }, body: { text } }),
        )
      }
    />
  );
};
