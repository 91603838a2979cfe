import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { Chosen, CommandError, EntityPicker, useLayout } from '../../../kit';
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
  const { tight, row, wrap, mute } = useLayout();
  const edit = useCommand(endpoints.postmortems.edit, () => undefined);
  const mayWrite = postmortem.may.includes('write');
  const save = (refs: readonly string[]) =>
    void edit.run({
      params: { id: name },
      body: { version, participants: [...refs] },
    });
  const [isMeeting, setMeeting] = useState(false);
  const refs = participants.map(({ ref }) => ref);
  return (
    <div className={tight}>
      <div className={`${row} ${wrap}`} style={{ gap: 6 }}>
        {participants.length === 0 && (
          <span className={mute}>{t('people.nobody')}</span>
        )}
        {participants.map(person => (
          <Chosen
            key={person.ref}
            label={person.name}
            removeLabel={
              mayWrite ? t('people.remove', { person: person.name }) : undefined
            }
            disabled={edit.pending}
            onRemove={() => save(refs.filter(ref => ref !== person.ref))}
          />
        ))}
      </div>
      {mayWrite && (
        <EntityPicker
          id="postmortem-participant"
          label={t('people.add')}
          kinds={['User']}
          value=""
          adds
          onChange={ref => {
            if (ref && !refs.includes(ref)) save([...refs, ref]);
          }}
        />
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
