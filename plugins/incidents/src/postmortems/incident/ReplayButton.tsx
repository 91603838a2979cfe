import Button from '@material-ui/core/Button';
import { lazy, Suspense, useState } from 'react';
import { usePostmortemsText } from '../../translation';
import { ReplayEntry } from './replay/replay';

const Replay = lazy(() =>
  import('./replay/Replay').then(m => ({ default: m.Replay })),
);

/** Shows a timeline once more, at speed; nothing while there is nothing to show. */
export const ReplayButton = (props: {
  /** `INC-128`, `PM-12`. */
  name: string;
  entries: readonly ReplayEntry[];
}) => {
  const t = usePostmortemsText();
  const [open, setOpen] = useState(false);
  if (props.entries.length === 0) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <span aria-hidden>▶&nbsp;</span>
        {t('ofIncident.replay')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Replay {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
