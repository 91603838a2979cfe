import Button from '@material-ui/core/Button';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../data';
import { CommandError } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Puts a published postmortem on the reading list, or takes it off. */
export const WorthReadingButton = (props: {
  postmortem: Pick<Postmortem, 'name' | 'worthReading'>;
  /** Asks for the sentence. */
  onMark: () => void;
}) => {
  const { name, worthReading } = props.postmortem;
  const t = usePostmortemsText();
  const unmark = useCommand(endpoints.postmortems.unmarkWorthReading, () =>
    t('read.isUnmarked', { postmortem: name }),
  );
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        disabled={unmark.pending}
        onClick={() =>
          worthReading
            ? void unmark.run({ params: { id: name } })
            : props.onMark()
        }
      >
        {t(worthReading ? 'read.unmarkWorthReading' : 'read.markWorthReading')}
      </Button>
      <CommandError error={unmark.error} />
    </>
  );
};
