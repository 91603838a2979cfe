import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { useLayout } from '../../../kit';
import { MomentField } from '../../../oncall/MomentField';
import { usePostmortemsText } from '../../../translation';
import { FormEnd } from '../FormEnd';
import { takeFocus } from '../takeFocus';
import { WordingHints } from '../wording/WordingHints';

/** What nothing recorded, from somebody's memory. */
export const AddEntryForm = (props: {
  postmortem: PostmortemDetail;
  /** An ISO instant near which it probably was. */
  near: string;
  onClose: () => void;
}) => {
  const { postmortem, near, onClose } = props;
  const t = usePostmortemsText();
  const { row, wrap, top, tight, grow } = useLayout();
  const [at, setAt] = useState(near);
  const [text, setText] = useState('');
  const add = useCommand(endpoints.postmortems.addEntry, () =>
    t('curate.added'),
  );
  const timeZone = DateTime.local().zoneName;
  return (
    <form
      className={tight}
      onSubmit={async event => {
        event.preventDefault();
        const body = { at, text: text.trim() };
        if (await add.run({ params: { id: postmortem.name }, body })) onClose();
      }}
    >
      <div className={`${row} ${wrap} ${top}`}>
        <MomentField
          id="timeline-add-at"
          label={t('curate.addAt', { zone: timeZone })}
          zone={timeZone}
          value={at}
          onChange={setAt}
        />
        <div className={grow} style={{ minWidth: 200 }}>
          <TextField
            id="timeline-add-text"
            label={t('curate.addText')}
            value={text}
            onChange={event => setText(event.target.value)}
            inputProps={{ maxLength: 2000 }}
            inputRef={takeFocus}
            fullWidth
          />
        </div>
      </div>
      <WordingHints postmortem={postmortem} text={text} onChange={setText} />
      <FormEnd
        verb={t('curate.addVerb')}
        disabled={text.trim() === '' || add.pending}
        error={add.error}
        onClose={onClose}
      />
    </form>
  );
};
