import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import {
  Chosen,
  EntityPicker,
  FormDialog,
  useCatalogNames,
  useLayout,
} from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** Asks people to review it. */
export const ReviewDialog = (props: {
  postmortem: PostmortemDetail;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const { name } = postmortem;
  const t = usePostmortemsText();
  const { row, wrap } = useLayout();
  const nameOf = useCatalogNames();
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
      <EntityPicker
        id="postmortem-reviewer"
        label={t('process.reviewer')}
        kinds={['User']}
        value=""
        adds
        onChange={ref => {
          if (ref && !refs.includes(ref)) setRefs([...refs, ref]);
        }}
      />
      <div className={`${row} ${wrap}`} style={{ gap: 6 }}>
        {refs.map(ref => (
          <Chosen
            key={ref}
            label={nameOf(ref)}
            removeLabel={t('people.remove', { person: nameOf(ref) })}
            onRemove={() => setRefs(refs.filter(one => one !== ref))}
          />
        ))}
      </div>
    </FormDialog>
  );
};
