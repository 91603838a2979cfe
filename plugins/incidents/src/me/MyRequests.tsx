import { Panel, useLayout } from '../kit';
import { AskButton } from '../oncall/cover/AskButton';
import { RequestItem } from '../oncall/cover/RequestItem';
import { ownZone, spanWords } from '../oncall/times';
import { useOnCallText } from '../translation';
import { MyOnCall } from './MyDuty';

/** Who asks me, whom I have asked, and where I am on call although I am away. */
export const MyRequests = ({ mine }: { mine: MyOnCall }) => {
  const t = useOnCallText();
  const { stack, tight, mute } = useLayout();
  const { requests, conflicts } = mine;
  return (
    <Panel title={t('mine.requests')}>
      <div className={stack}>
        {requests.length === 0 && (
          <span className={mute}>{t('mine.noRequests')}</span>
        )}
        {requests.map(request => (
          <RequestItem key={request.id} request={request} />
        ))}
        {conflicts.length > 0 && (
          <section className={tight} aria-label={t('mine.conflicts')}>
            <b>{t('mine.conflicts')}</b>
            {conflicts.map((conflict, index) => (
              // Two leaves may collide with one shift.
              // eslint-disable-next-line react/no-array-index-key
              <Conflict key={index} conflict={conflict} />
            ))}
          </section>
        )}
      </div>
    </Panel>
  );
};

const Conflict = (props: { conflict: MyOnCall['conflicts'][number] }) => {
  const { schedule, start, end, suggestion } = props.conflict;
  const t = useOnCallText();
  const { row, wrap, grow, warn, mute, breakable } = useLayout();
  return (
    <div className={`${row} ${wrap}`}>
      <span className={`${grow} ${breakable}`} style={{ flexBasis: 220 }}>
        <span className={warn}>! {spanWords(start, end, ownZone())}</span> ·{' '}
        {schedule.name}
        {!suggestion && (
          <span className={mute}> · {t('mine.noSuggestion')}</span>
        )}
      </span>
      {suggestion && (
        <AskButton
          scheduleId={schedule.id}
          asked={suggestion}
          start={start}
          end={end}
        />
      )}
    </div>
  );
};
