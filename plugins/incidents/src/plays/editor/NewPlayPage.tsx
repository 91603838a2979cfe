import { useRouteRef } from '@backstage/core-plugin-api';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../data';
import { playRouteRef, playsRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { Library } from './Library';
import { PlayEditor } from './PlayEditor';
import { useDraft } from './useDraft';

const nothing = { source: '', version: null };

/** A new play: begun from the library or from a blank, then written, then saved as a draft. */
export const NewPlayPage = () => {
  const t = usePlaysText();
  const navigate = useNavigate();
  const toPlays = useRouteRef(playsRouteRef);
  const toPlay = useRouteRef(playRouteRef);
  const draft = useDraft('new', nothing);
  const [isBegun, setBegun] = useState(draft.isFound);
  const create = useCommand(endpoints.plays.create, ({ name }) =>
    t('editor.saved', { play: name }),
  );
  if (!isBegun) {
    return (
      <Library
        onChoose={source => {
          draft.change(source);
          setBegun(true);
        }}
      />
    );
  }
  return (
    <PlayEditor
      title={t('editor.new')}
      draft={draft}
      verb={t('editor.save')}
      pending={create.pending}
      error={create.error}
      onSave={async () => {
        const saved = await create.run({ body: { source: draft.source } });
        if (!saved) return;
        draft.forget();
        navigate(toPlay({ id: saved.id }));
      }}
      onLeave={() => navigate(toPlays())}
    />
  );
};
