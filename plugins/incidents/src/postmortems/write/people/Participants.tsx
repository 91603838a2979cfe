import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { CommandError, EntitiesPicker, namesOf, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { MeetingDialog } from './MeetingDialog';

/** Who took part: they may read and write it, and the wording check knows their names. */
export const Participants = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const { participants, version, name } = postmortem;
  const t = usePostmortemsText();
  const { tight } = useLayout();
  const edit = useCommand(endpoints.postmortems.edit, () => undefined);
  const mayWrite = postmortem.may.includes('write');
  const [isMeeting, setMeeting] = useState(false);
  return (
    <div className={tight}>
      {mayWrite ? (
        <EntitiesPicker
          id="postmortem-participant"
          label={t('people.add')}
          kinds={['User']}
          value={participants.map(({ ref }) => ref)}
          disabled={edit.pending}
          onChange={refs =>
            void edit.run({
              params: { id: name },
              body: { version, participants: refs },
            })
          }
        />
      ) : (
        <span>{namesOf(participants) || t('people.nobody')}</span>
      )}
      <CommandError error={edit.error} />
      {mayWrite && (
        <div>
          <Button size="small" onClick={() => setMeeting(true)}>
            {t('meeting.propose')}
          </Button>
        </div>
      )}
      {isMeeting && (
        <MeetingDialog
          postmortem={postmortem}
          onClose={() => setMeeting(false)}
        />
      )}
    </div>
  );
};
