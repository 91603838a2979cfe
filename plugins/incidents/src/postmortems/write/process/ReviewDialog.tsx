import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { EntitiesPicker, FormDialog } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** Asks people to review it. */
export const ReviewDialog = (props: {
  postmortem: PostmortemDetail;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const { name } = postmortem;
  const t = usePostmortemsText();
  const [refs, setRefs] = useState<readonly string[]>(
    postmortem.reviewers.map(({ person }) => person.ref),
  );
  const ask = useCommand(endpoints.postmortems.askForReview, () =>
    t('process.inReview', { postmortem: name }),
  );
  return (
    <FormDialog
      name="postmortem-review"
      title={t('process.reviewTitle', { postmortem: name })}
      verb={t('process.reviewVerb')}
      pending={ask.pending}
      disabled={refs.length === 0}
      error={ask.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await ask.run({
          params: { id: name },
          body: { reviewers: [...refs] },
        });
        if (done) onClose();
      }}
    >
      <div>{t('process.reviewWhat')}</div>
      <EntitiesPicker
        id="postmortem-reviewer"
        label={t('process.reviewer')}
        kinds={['User']}
        value={refs}
        onChange={setRefs}
      />
    </FormDialog>
  );
};
