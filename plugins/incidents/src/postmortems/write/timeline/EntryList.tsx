import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import {
  Fragment,
  KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useCommand } from '../../../data';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { ActiveEntry } from './ActiveEntry';
import { actOf, daysOf, EntryChange, KeyAct } from './curation';
import { EntryActs, entryIdOf, EntryRow } from './EntryRow';
import { MergeForm } from './MergeForm';
import { useTimelineEdits } from './useTimelineEdits';

const useStyles = makeStyles(theme => ({
  list: {
    maxHeight: '70vh',
    overflowY: 'auto',
    padding: theme.spacing(0.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  day: { padding: theme.spacing(1, 0.5, 0.5), fontWeight: 700 },
}));

/** Entries of a timeline, each to be starred, hidden, reworded, merged, or made a key moment; also by keys. */
export const EntryList = (props: {
  postmortem: PostmortemDetail;
  /** Those of the chosen view, oldest first; at least one. */
  entries: readonly PostmortemEntry[];
  mayWrite: boolean;
}) => {
  const { postmortem, entries, mayWrite } = props;
  const { name } = postmortem;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { plain, small, mute } = useLayout();
  const [active] = useState(() => new ActiveEntry(entries[0].id));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reworded, setReworded] = useState<string>();
  const edits = useTimelineEdits(name);
  const remove = useCommand(endpoints.postmortems.removeEntry, () => undefined);
  const days = useMemo(() => daysOf(entries), [entries]);
  const places = useMemo(
    () => new Map(entries.map(({ id }, index) => [id, index])),
    [entries],
  );
  useEffect(() => {
    // One is always reached by Tab, also when the one before is out of this view.
    if (!places.has(active.id)) active.become(entries[0].id);
  }, [active, places, entries]);

  const choose = (id: string) =>
    setChosen(now =>
      now.includes(id) ? now.filter(one => one !== id) : [...now, id],
    );
  // Called by rows that are not drawn again for it: with thousands of them that would be felt.
  const latest = useRef({ change: edits.change, remove: remove.run });
  latest.current = { change: edits.change, remove: remove.run };
  const acts = useMemo<EntryActs>(
    () => ({
      onChange: (entry: PostmortemEntry, change: EntryChange) =>
        void latest.current.change(entry, change),
      onChoose: choose,
      onReword: id => {
        setReworded(id);
        if (id !== undefined) active.become(id);
      },
      onRemove: ({ id }) =>
        void latest.current.remove({
          params: { id: name, entryId: id },
        }),
    }),
    [name, active],
  );

  const go = (to: number) => {
    const next = entries[Math.min(entries.length - 1, Math.max(0, to))];
    active.become(next.id);
    focus(next.id, 'button');
  };
  const doingsAt = (at: number): Readonly<Record<KeyAct, () => void>> => ({
    next: () => go(at + 1),
    before: () => go(at - 1),
    first: () => go(0),
    last: () => go(entries.length - 1),
    star: () => acts.onChange(entries[at], { starred: !entries[at].starred }),
    hide: () => {
      // The focus goes on: the entry may be out of this view.
      go(at + 1 < entries.length ? at + 1 : at - 1);
      acts.onChange(entries[at], { hidden: !entries[at].hidden });
    },
    reword: () => setReworded(active.id),
    moment: () => focus(active.id, 'select'),
    choose: () => choose(active.id),
    merge: () => document.getElementById('timeline-merge')?.focus(),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actOf(event);
    const { target } = event;
    // Fields have keys of their own.
    const isField =
      target instanceof HTMLElement &&
      target.matches('input, textarea, select');
    if (!act || isField) return;
    if (!mayWrite && !['next', 'before', 'first', 'last'].includes(act)) return;
    event.preventDefault();
    doingsAt(places.get(active.id) ?? 0)[act]();
  };
  const chosenEntries = entries.filter(({ id }) => chosen.includes(id));

  return (
    <>
      <CommandError error={edits.error ?? remove.error} />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the buttons in it */}
      <ol
        className={`${plain} ${classes.list}`}
        aria-label={t('curate.list')}
        onKeyDown={onKeyDown}
      >
        {entries.map(entry => (
          <Fragment key={entry.id}>
            {days.has(entry.id) && (
              <li className={`${classes.day} ${small} ${mute}`}>
                {days.get(entry.id)}
              </li>
            )}
            <EntryRow
              entry={entry}
              mayWrite={mayWrite}
              active={active}
              isChosen={chosen.includes(entry.id)}
              corrected={entry.id === reworded ? postmortem : undefined}
              acts={acts}
            />
          </Fragment>
        ))}
      </ol>
      {chosenEntries.length > 0 && (
        <MergeForm
          key={chosenEntries.map(({ id }) => id).join()}
          postmortem={name}
          chosen={chosenEntries}
          onHide={() => {
            for (const entry of chosenEntries) {
              acts.onChange(entry, { hidden: true });
            }
            setChosen([]);
          }}
          onClear={() => setChosen([])}
        />
      )}
    </>
  );
};

const focus = (id: string, part: string): void =>
  document
    .getElementById(entryIdOf(id))
    ?.querySelector<HTMLElement>(part)
    ?.focus();
