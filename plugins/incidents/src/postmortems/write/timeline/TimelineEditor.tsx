import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { useDeferredValue, useState } from 'react';
import { useCommand, useEndpoint } from '../../../data';
import { Answer, CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { TimelinePicture } from '../../timelinePicture';
import { AddEntryForm } from './AddEntryForm';
import { countsOf, entriesIn, View, views } from './curation';
import { EntryList } from './EntryList';

/** The timeline as it was recorded, to be curated: what readers need is starred, noise is hidden. */
export const TimelineEditor = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const { stack } = useLayout();
  const state = useEndpoint(endpoints.postmortems.timeline, {
    params: { id: postmortem.name },
  });
  return (
    <div className={stack}>
      <TimelinePicture
        density={postmortem.density}
        moments={postmortem.moments}
      />
      <Answer state={state} lines={5}>
        {({ items }) => <Curated postmortem={postmortem} entries={items} />}
      </Answer>
    </div>
  );
};

const Curated = (props: {
  postmortem: PostmortemDetail;
  entries: readonly PostmortemEntry[];
}) => {
  const { postmortem, entries } = props;
  const t = usePostmortemsText();
  const { stack, row, wrap, mute, small } = useLayout();
  const [view, setView] = useState<View>('shown');
  const [words, setWords] = useState('');
  const [isAdding, setAdding] = useState(false);
  const looked = useDeferredValue(words);
  const counts = countsOf(entries);
  const collect = useCommand(endpoints.postmortems.collect, ({ added }) =>
    t('curate.collected', { count: added }),
  );
  const mayWrite = postmortem.may.includes('write');
  const shown = entriesIn(entries, view, looked);
  return (
    <div className={stack}>
      <div
        className={`${row} ${wrap}`}
        style={{ gap: 4 }}
        role="group"
        aria-label={t('curate.views')}
      >
        {views.map(one => (
          <Button
            key={one}
            size="small"
            variant={view === one ? 'contained' : 'text'}
            aria-pressed={view === one}
            onClick={() => setView(one)}
          >
            {t(`curate.view.${one}`, { number: String(counts[one]) })}
          </Button>
        ))}
        <TextField
          id="timeline-words"
          label={t('curate.search')}
          value={words}
          onChange={event => setWords(event.target.value)}
          size="small"
        />
      </div>
      {mayWrite && (
        <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
          {!isAdding && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => setAdding(true)}
            >
              {t('curate.add')}
            </Button>
          )}
          <Button
            size="small"
            disabled={collect.pending}
            onClick={() =>
              void collect.run({ params: { id: postmortem.name } })
            }
          >
            {t('curate.collect')}
          </Button>
          <Box display={{ xs: 'none', sm: 'block' }}>
            <span className={`${small} ${mute}`}>{t('curate.keys')}</span>
          </Box>
        </div>
      )}
      <CommandError error={collect.error} />
      {isAdding && (
        <AddEntryForm
          postmortem={postmortem}
          near={entries.at(-1)?.at ?? postmortem.occurredAt}
          onClose={() => setAdding(false)}
        />
      )}
      {shown.length === 0 ? (
        <span className={mute}>
          {entries.length === 0 ? t('curate.none') : t('curate.noneHere')}
        </span>
      ) : (
        <EntryList
          postmortem={postmortem}
          entries={shown}
          mayWrite={mayWrite}
        />
      )}
    </div>
  );
};
