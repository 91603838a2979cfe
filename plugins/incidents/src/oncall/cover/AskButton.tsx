import Button from '@material-ui/core/Button';
import { endpoints, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../data';
import { CommandError, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

/** Asks a colleague to cover a part of the viewer's own duty, in one click. */
export const AskButton = (props: {
  scheduleId: string;
  asked: NamedRef;
  start: string;
  end: string;
}) => {
  const { scheduleId, asked, start, end } = props;
  const t = useOnCallText();
  const { tight } = useLayout();
  const ask = useCommand(endpoints.oncall.requestCover, request =>
    t('cover.done', { person: request.asked.name }),
  );
  return (
    <div className={tight}>
      <Button
        variant="contained"
        color="primary"
        disabled={ask.pending}
        onClick={() =>
          void ask.run({
            params: { id: scheduleId },
            body: { askedRef: asked.ref, start, end },
          })
        }
      >
        {t('cover.ask', { person: asked.name })}
      </Button>
      <CommandError error={ask.error} />
    </div>
  );
};
