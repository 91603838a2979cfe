import { useRouteRef } from '@backstage/core-plugin-api';
import { endpoints, Play } from '@muster/backstage-plugin-incidents-common';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../data';
import { CommandError, ConfirmButton } from '../../kit';
import { playsRouteRef } from '../../routes';
import { usePlaysText } from '../../translation';

/** Removes a play. While it has runs the server refuses; then a second button cancels them first. */
export const RemoveButton = ({ play }: { play: Play }) => {
  const t = usePlaysText();
  const navigate = useNavigate();
  const toPlays = useRouteRef(playsRouteRef);
  const remove = useCommand(endpoints.plays.remove, () =>
    t('play.removed', { play: play.name }),
  );
  const run = async (runs: 'refuse' | 'cancel') => {
    const done = await remove.run({ params: { id: play.id }, query: { runs } });
    if (done) navigate(toPlays());
  };
  return (
    <>
      {remove.error ? (
        <ConfirmButton
          label={t('play.removeWithRuns')}
          question={t('play.reallyRemove')}
          disabled={remove.pending}
          onConfirm={() => void run('cancel')}
        />
      ) : (
        <ConfirmButton
          label={t('play.remove')}
          question={t('play.reallyRemove')}
          disabled={remove.pending}
          onConfirm={() => void run('refuse')}
        />
      )}
      <CommandError error={remove.error} />
    </>
  );
};
