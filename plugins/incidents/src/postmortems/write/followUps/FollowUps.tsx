import Button from '@material-ui/core/Button';
import {
  endpoints,
  FollowUp,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { CommandError, ConfirmButton, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { FollowUpActions } from '../../board/FollowUpActions';
import { FollowUpLine } from '../../lines';
import { AddFollowUp } from './AddFollowUp';

/** Follow-ups in place: added, changed and finished without leaving the document. */
export const FollowUps = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { stack, plain, mute } = useLayout();
  const [isAdding, setAdding] = useState(false);
  const { followUpList } = postmortem;
  return (
    <div className={stack}>
      {followUpList.length === 0 ? (
        <span className={mute}>{t('newFollowUp.none')}</span>
      ) : (
        <ul className={`${plain} ${stack}`}>
          {followUpList.map(followUp => (
            <li key={followUp.id}>
              <FollowUpLine followUp={followUp} hidePostmortem>
                <FollowUpActions followUp={followUp} />
                <Remove followUp={followUp} />
              </FollowUpLine>
            </li>
          ))}
        </ul>
      )}
      {postmortem.may.includes('add-follow-up') &&
        (isAdding ? (
          <AddFollowUp
            postmortem={postmortem}
            onClose={() => setAdding(false)}
          />
        ) : (
          <div>
            <Button
              size="small"
              variant="outlined"
              onClick={() => setAdding(true)}
            >
              {t('newFollowUp.add')}
            </Button>
          </div>
        ))}
    </div>
  );
};

const Remove = ({ followUp }: { followUp: FollowUp }) => {
  const t = usePostmortemsText();
  const remove = useCommand(
    endpoints.postmortems.removeFollowUp,
    () => undefined,
  );
  return followUp.may.includes('remove') ? (
    <>
      <ConfirmButton
        label={t('newFollowUp.remove')}
        question={t('newFollowUp.reallyRemove')}
        disabled={remove.pending}
        onConfirm={() => void remove.run({ params: { id: followUp.name } })}
      />
      <CommandError error={remove.error} />
    </>
  ) : null;
};
