import Button from '@material-ui/core/Button';
import { CoverageGap } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { Panel, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { lengthWords, spanWords } from '../times';
import { useSuggestions } from '../useSuggestions';
import { ScheduleDetail, Wanted } from './SchedulePage';

/** So many are shown before somebody asks for more. */
const shownAtFirst = 5;

/** Every hour of the next 90 days in which nobody is on call, and who could be. */
export const GapsPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
  onCover: ((wanted: Wanted) => void) | undefined;
}) => {
  const { schedule, zone, onCover } = props;
  const t = useOnCallText();
  const { stack, ok } = useLayout();
  const [all, setAll] = useState(false);
  const { gaps } = schedule;
  const shown = all ? gaps : gaps.slice(0, shownAtFirst);
  if (schedule.archivedAt !== null) return null;
  return (
    <Panel title={t('gaps.title')}>
      {gaps.length === 0 ? (
        <span className={ok}>✔ {t('gaps.none')}</span>
      ) : (
        <div className={stack}>
          {shown.map(gap => (
            <Gap
              key={gap.start}
              gap={gap}
              scheduleId={schedule.id}
              zone={zone}
              onCover={onCover}
            />
          ))}
          {shown.length < gaps.length && (
            <div>
              <Button size="small" onClick={() => setAll(true)}>
                {t('gaps.all', { count: gaps.length })}
              </Button>
            </div>
          )}
        </div>
      )}
    </Panel>
  );
};

const Gap = (props: {
  gap: CoverageGap;
  scheduleId: string;
  zone: string;
  onCover: ((wanted: Wanted) => void) | undefined;
}) => {
  const { gap, scheduleId, zone, onCover } = props;
  const t = useOnCallText();
  const { row, wrap, tight, grow, small, mute, bad, breakable } = useLayout();
  const suggestions = useSuggestions(scheduleId, gap);
  const best = suggestions.value?.items.find(
    ({ obstacle }) => obstacle === null,
  );
  return (
    <div className={`${row} ${wrap}`}>
      <span aria-hidden className={bad} style={{ fontSize: 20 }}>
        ⚠
      </span>
      <div className={`${tight} ${grow}`} style={{ gap: 0, flexBasis: 220 }}>
        <span className={breakable}>
          <b>
            {t('gaps.nobody', {
              span: spanWords(gap.start, gap.end, zone),
              length: lengthWords(gap.start, gap.end),
            })}
          </b>{' '}
          {gap.reason}
        </span>
        {best && (
          <span className={`${small} ${mute}`}>
            {t('gaps.suggested', {
              person: best.person.name,
              hours: String(Math.round(best.hours)),
              weekend: String(Math.round(best.weekendHours)),
            })}
          </span>
        )}
      </div>
      {onCover && (
        <Button
          variant="contained"
          color="primary"
          onClick={() =>
            onCover({
              start: gap.start,
              end: gap.end,
              people: [],
              person: best?.person,
            })
          }
        >
          {best ? t('gaps.let', { person: best.person.name }) : t('gaps.cover')}
        </Button>
      )}
    </div>
  );
};
