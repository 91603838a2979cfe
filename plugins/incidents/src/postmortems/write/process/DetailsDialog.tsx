import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { EntityPicker, FormDialog } from '../../../kit';
import { MomentField } from '../../../oncall/MomentField';
import { usePostmortemsText } from '../../../translation';
import {
  lackNames,
  ReadersField,
  readersOf,
  restrictedToOf,
} from '../people/ReadersField';

/** Its title, who writes it, until when, and who may read it. */
export const DetailsDialog = (props: {
  postmortem: PostmortemDetail;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const { name, may } = postmortem;
  const t = usePostmortemsText();
  // Of what is changed here: what others change meanwhile must not be undone by it.
  const [version] = useState(postmortem.version);
  const [title, setTitle] = useState(postmortem.title);
  const [writerRef, setWriterRef] = useState(postmortem.writer?.ref ?? '');
  const [dueAt, setDueAt] = useState(postmortem.dueAt);
  const [readers, setReaders] = useState(() => readersOf(postmortem));
  const edit = useCommand(endpoints.postmortems.edit, () =>
    t('process.detailsSaved', { postmortem: name }),
  );
  const timeZone = DateTime.local().zoneName;
  const mayRestrict = may.includes('restrict');
  return (
    <FormDialog
      name="postmortem-details"
      title={t('process.detailsTitle', { postmortem: name })}
      verb={t('process.save')}
      pending={edit.pending}
      disabled={title.trim() === '' || lackNames(readers)}
      error={edit.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await edit.run({
          params: { id: name },
          body: {
            version,
            title: title.trim(),
            writerRef: writerRef || null,
            dueAt,
            ...(mayRestrict && { restrictedTo: restrictedToOf(readers) }),
          },
        });
        if (done) onClose();
      }}
    >
      <TextField
        id="postmortem-title"
        label={t('process.title')}
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        multiline
        fullWidth
      />
      <EntityPicker
        id="postmortem-writer"
        label={t('process.writer')}
        kinds={['User']}
        value={writerRef}
        onChange={setWriterRef}
      />
      <MomentField
        id="postmortem-due"
        label={t('process.due', { zone: timeZone })}
        zone={timeZone}
        value={dueAt}
        onChange={setDueAt}
      />
      {mayRestrict && (
        <ReadersField
          postmortem={postmortem}
          readers={readers}
          onChange={setReaders}
        />
      )}
    </FormDialog>
  );
};
