import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';
import {
  lackNames,
  ReadersField,
  readersOf,
  restrictedToOf,
} from '../write/people/ReadersField';

/** Chooses who may read a postmortem, also when it is published. */
export const RestrictDialog = (props: {
  postmortem: Pick<
    PostmortemDetail,
    'name' | 'version' | 'restricted' | 'restrictedTo' | 'followUpList'
  >;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const { name } = postmortem;
  const t = usePostmortemsText();
  // Of what is chosen from: what others choose meanwhile must not be undone by it.
  const [version] = useState(postmortem.version);
  const [readers, setReaders] = useState(() => readersOf(postmortem));
  const edit = useCommand(endpoints.postmortems.edit, () =>
    t('read.readersSaved', { postmortem: name }),
  );
  return (
    <FormDialog
      name="restrict-postmortem"
      title={t('read.restrictTitle', { postmortem: name })}
      verb={t('process.save')}
      pending={edit.pending}
      disabled={lackNames(readers)}
      error={edit.error}
      onClose={onClose}
      onSubmit={async () => {
        const body = { version, restrictedTo: restrictedToOf(readers) };
        if (await edit.run({ params: { id: name }, body })) onClose();
      }}
    >
      <ReadersField
        postmortem={postmortem}
        readers={readers}
        onChange={setReaders}
      />
    </FormDialog>
  );
};
