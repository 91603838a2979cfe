import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import {
  Fragment,
  KeyboardEvent,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useCommand } from '../../../data';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { actOf, daysOf, EntryChange, KeyAct } from './curation';
import { EntryActs, EntryRow } from './EntryRow';
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
  /** `PM-12`. */
  postmortem: string;
  /** Those of the chosen view, oldest first; at least one. */
  entries: readonly PostmortemEntry[];
  mayWrite: boolean;
}) => {
  const { postmortem, entries, mayWrite } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { plain, small, mute } = useLayout();
  const list = useRef<HTMLOListElement>(null);
  const [active, setActive] = useState(entries[0].id);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reworded, setReworded] = useState<string>();
  const edits = useTimelineEdits(postmortem);
  const remove = useCommand(endpoints.postmortems.removeEntry, () => undefined);
  const days = useMemo(() => daysOf(entries), [entries]);
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === active),
  );
  const current = entries[at];

  const focus = useCallback(
    (id: string, part: string) =>
      list.current
        ?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"] ${part}`)
        ?.focus(),
    [],
  );
  const choose = (id: string) =>
    setChosen(now =>
      now.includes(id) ? now.filter(one => one !== id) : [...now, id],
    );
  // Called by rows that are not drawn again for it: with thousands of them that would be felt.
  const latest = useRef({ change: edits.change, remove: remove.run });
  latest.current = { change: edits.change, remove: remove.run };
  const acts = useMemo<EntryActs>(
    () => ({
      onActive: setActive,
      onChange: (entry: PostmortemEntry, change: EntryChange) =>
        void latest.current.change(entry, change),
      onChoose: choose,
      onReword: id => {
        setReworded(id);
        if (id === undefined) return;
        setActive(id);
      },
      onRemove: ({ id }) =>
        void latest.current.remove({
          params: { id: postmortem, entryId: id },
        }),
    }),
    [postmortem],
  );

  const go = (to: number) => {
    const next = entries[Math.min(entries.length - 1, Math.max(0, to))];
    setActive(next.id);
    focus(next.id, 'button');
  };
  const doings: Readonly<Record<KeyAct, () => void>> = {
    next: () => go(at + 1),
    before: () => go(at - 1),
    first: () => go(0),
    last: () => go(entries.length - 1),
    star: () => acts.onChange(current, { starred: !current.starred }),
    hide: () => {
      // The focus goes on: the entry may be out of this view.
      go(at + 1 < entries.length ? at + 1 : at - 1);
      acts.onChange(current, { hidden: !current.hidden });
    },
    reword: () => setReworded(current.id),
    moment: () => focus(current.id, 'select'),
    choose: () => choose(current.id),
    merge: () => document.getElementById('timeline-merge')?.focus(),
  };
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
    doings[act]();
  };
  const chosenEntries = entries.filter(({ id }) => chosen.includes(id));

  return (
    <>
      <CommandError error={edits.error ?? remove.error} />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the buttons in it */}
      <ol
        ref={list}
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
              isActive={entry.id === current.id}
              isChosen={chosen.includes(entry.id)}
              isReworded={entry.id === reworded}
              acts={acts}
            />
          </Fragment>
        ))}
      </ol>
      {chosenEntries.length > 0 && (
        <MergeForm
          key={chosenEntries.map(({ id }) => id).join()}
          postmortem={postmortem}
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
