import Button from '@material-ui/core/Button';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { useEndpoint } from '../../data';
import { CommandError } from '../../kit';
import { useLearnedText } from '../../translation';

const Replay = lazy(() =>
  import('../incident/replay/Replay').then(m => ({ default: m.Replay })),
);

/** Replays the timeline of a postmortem, which is fetched when somebody asks for it. */
export const ReplayPostmortem = ({ name }: { name: string }) => {
  const t = useLearnedText();
  const [open, setOpen] = useState(false);
  const { value, error, refresh } = useEndpoint(
    endpoints.postmortems.timeline,
    { params: { id: name } },
    { enabled: open },
  );
  return (
    <div>
      <Button
        size="small"
        aria-label={t('entityTab.replayOf', { postmortem: name })}
        disabled={open && !value && !error}
        onClick={() => {
          // What could not be fetched is asked for again.
          if (open && error) refresh();
          setOpen(true);
        }}
      >
        <span aria-hidden>▶&nbsp;</span>
        {t('entityTab.replay')}
      </Button>
      <CommandError error={value ? undefined : error} />
      {open && value && (
        <Suspense fallback={null}>
          <Replay
            name={name}
            entries={value.items.filter(({ hidden }) => !hidden)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
};
