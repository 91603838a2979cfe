import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { Fragment, useState } from 'react';
import { useEndpoint } from '../../data';
import { Answer, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { ReplayButton } from '../incident/ReplayButton';
import { weekdayText } from '../lines';
import { isKey, sameDay, shownOf } from './entries';
import { EntryLine } from './EntryLine';

const useStyles = makeStyles(theme => ({
  day: {
    padding: theme.spacing(1, 0, 0.5),
    fontWeight: 700,
    fontSize: '0.8125rem',
  },
}));

/** So many are drawn; who wants more asks. */
const batch = 200;

/** The timeline as people curated it: what matters first, everything when asked. */
export const Entries = (props: {
  postmortem: PostmortemDetail;
  /** It is told in words already: an imported one is. */
  isTold: boolean;
}) => {
  const { postmortem, isTold } = props;
  const state = useEndpoint(endpoints.postmortems.timeline, {
    params: { id: postmortem.name },
  });
  return (
    <Answer state={state}>
      {({ items }) =>
        items.length === 0 && isTold ? null : (
          <Shown
            name={postmortem.name}
            entries={items.filter(({ hidden }) => !hidden)}
          />
        )
      }
    </Answer>
  );
};

const Shown = (props: {
  name: string;
  entries: readonly PostmortemEntry[];
}) => {
  const { name, entries } = props;
  const t = usePostmortemsText();
  const { day } = useStyles();
  const { plain, mute, row, wrap, stack } = useLayout();
  const key = entries.filter(isKey);
  const [all, setAll] = useState(false);
  const [drawn, setDrawn] = useState(batch);
  if (entries.length === 0) {
    return <div className={mute}>{t('read.noEntries')}</div>;
  }
  const chosen = shownOf(entries, all);
  const visible = chosen.slice(0, drawn);
  const rest = chosen.length - visible.length;
  return (
    <div className={stack}>
      <div className={`${row} ${wrap}`} style={{ gap: 4 }} data-noprint>
        {key.length > 0 && key.length < entries.length && (
          <>
            <Button
              size="small"
              variant={all ? 'text' : 'contained'}
              aria-pressed={!all}
              onClick={() => setAll(false)}
            >
              {t('read.keyEntries')}
            </Button>
            <Button
              size="small"
              variant={all ? 'contained' : 'text'}
              aria-pressed={all}
              onClick={() => setAll(true)}
            >
              {t('read.allEntries', { number: String(entries.length) })}
            </Button>
          </>
        )}
        <ReplayButton name={name} entries={entries} />
      </div>
      <ol className={plain}>
        {visible.map((entry, index) => (
          <Fragment key={entry.id}>
            {(index === 0 || !sameDay(entry.at, visible[index - 1].at)) && (
              <li className={`${day} ${mute}`}>{weekdayText(entry.at)}</li>
            )}
            <EntryLine entry={entry} />
          </Fragment>
        ))}
      </ol>
      {rest > 0 && (
        <div>
          <Button onClick={() => setDrawn(drawn + batch)}>
            {t('read.more', { count: rest })}
          </Button>
        </div>
      )}
    </div>
  );
};
