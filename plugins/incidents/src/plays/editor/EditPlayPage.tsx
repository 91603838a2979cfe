import { useRouteRef } from '@backstage/core-plugin-api';
import {
  endpoints,
  PlayDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../data';
import { playRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';
import { OnePlay } from '../play/OnePlay';
import { Conflict } from './Conflict';
import { PlayEditor } from './PlayEditor';
import { useDraft } from './useDraft';

/** The editor of a play that there is. What is saved becomes its newest version; what is approved stays in force. */
export const EditPlayPage = ({ id }: { id: string }) => (
  <OnePlay id={id}>{play => <Content play={play} />}</OnePlay>
);

const Content = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const navigate = useNavigate();
  const toPlay = useRouteRef(playRouteRef);
  const draft = useDraft(play.id, play);
  const [isRefused, setRefused] = useState(false);
  const update = useCommand(endpoints.plays.update, ({ name }) =>
    t('editor.saved', { play: name }),
  );
  const leave = () => navigate(toPlay({ id: play.id }));
  const opened = draft.version ?? play.version;
  const isBehind = play.version > opened;

  const save = async (version: number) => {
    const saved = await update.run({
      params: { id: play.id },
      body: { version, source: draft.source },
    });
    setRefused(!saved);
    if (!saved) return;
    draft.forget();
    leave();
  };

  return (
    <PlayEditor
      title={t('editor.change', { play: play.name })}
      draft={draft}
      verb={t('editor.saveVersion', {
        version: String((isRefused ? play.version : opened) + 1),
      })}
      pending={update.pending}
      error={update.error}
      notice={
        isBehind && (
          <Conflict
            theirs={play}
            yours={draft.source}
            disabled={update.pending}
            onSaveOver={() => void save(play.version)}
            onTake={() => {
              update.reset();
              draft.begin(play);
            }}
          />
        )
      }
      onSave={() => void save(opened)}
      onLeave={leave}
    />
  );
};
