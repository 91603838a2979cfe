import Button from '@material-ui/core/Button';
import {
  endpoints,
  CoverRequest,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../data';
import { Avatar, CommandError, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { ownZone, spanWords } from '../times';

/** A request to cover or to swap, and what the viewer may do with it. */
export const RequestItem = ({ request }: { request: CoverRequest }) => {
  const t = useOnCallText();
  const { row, wrap, tight, grow, small, mute, breakable } = useLayout();
  const answer = useCommand(endpoints.oncall.answerRequest, ({ state }) =>
    t(`cover.states.${state}`),
  );
  const { asker, asked, schedule, start, end, inReturn, reason, may, state } =
    request;
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <Avatar person={asker} />
        <div className={`${tight} ${grow}`} style={{ gap: 0, flexBasis: 220 }}>
          <span className={breakable}>
            {t(inReturn ? 'cover.wordsSwap' : 'cover.words', {
              asker: <b>{asker.name}</b>,
              asked: <b>{asked.name}</b>,
            })}{' '}
            {spanWords(start, end, ownZone())}
            {inReturn && (
              <>
                {' '}
                {t('cover.wordsReturn', {
                  span: spanWords(inReturn.start, inReturn.end, ownZone()),
                })}
              </>
            )}
          </span>
          <span className={`${small} ${mute} ${breakable}`}>
            {schedule.name}
            {reason && ` · “${reason}”`}
            {state !== 'open' && ` · ${t(`cover.states.${state}`)}`}
          </span>
        </div>
        <div className={row} style={{ gap: 8 }}>
          {may.map(verb => (
            <Button
              key={verb}
              size="small"
              variant={verb === 'accept' ? 'contained' : 'outlined'}
              color={verb === 'accept' ? 'primary' : 'default'}
              disabled={answer.pending}
              onClick={() =>
                void answer.run({
                  params: { id: request.id },
                  body: { answer: verb },
                })
              }
            >
              {t(`cover.${verb}`)}
            </Button>
          ))}
        </div>
      </div>
      <CommandError error={answer.error} />
    </div>
  );
};
