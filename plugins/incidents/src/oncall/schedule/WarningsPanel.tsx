import Button from '@material-ui/core/Button';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { EntityLink, Panel, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { AskButton } from '../cover/AskButton';
import { ScheduleDetail, Wanted } from './SchedulePage';

/** People who are away while on call with who could cover, and people who have joined and have no turn. */
export const WarningsPanel = (props: {
  schedule: ScheduleDetail;
  onCover: ((wanted: Wanted) => void) | undefined;
}) => {
  const { schedule, onCover } = props;
  const t = useOnCallText();
  const { stack, row, wrap, tight, grow, small, mute, warn } = useLayout();
  const me = useEndpoint(endpoints.portal.me, {});
  const { warnings, proposals } = schedule;
  if (warnings.length + proposals.length === 0) return null;
  return (
    <Panel title={t('warnings.title')}>
      <div className={stack}>
        {warnings.map(({ text, suggestion, start, end, person }, index) => (
          <div
            // Two leaves may collide with one turn.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            className={`${row} ${wrap}`}
          >
            <span aria-hidden className={warn}>
              !
            </span>
            <div className={`${tight} ${grow}`} style={{ flexBasis: 220 }}>
              <span>{text}</span>
              <span className={`${small} ${mute}`}>
                {suggestion
                  ? t('warnings.suggested', { person: suggestion.name })
                  : t('warnings.nobody')}
              </span>
            </div>
            {suggestion && me.value?.person.ref === person.ref && (
              <AskButton
                scheduleId={schedule.id}
                asked={suggestion}
                start={start}
                end={end}
              />
            )}
            {onCover && me.value?.person.ref !== person.ref && (
              <Button
                variant="outlined"
                onClick={() =>
                  onCover({
                    start,
                    end,
                    people: [person],
                    person: suggestion ?? undefined,
                  })
                }
              >
                {suggestion
                  ? t('gaps.let', { person: suggestion.name })
                  : t('gaps.cover')}
              </Button>
            )}
          </div>
        ))}
        {proposals.map(({ person, text }) => (
          <div key={person.ref}>
            {/* Who has joined is added in the editor, where the order of turns is seen. */}
            <EntityLink entity={person} />: {text}
          </div>
        ))}
      </div>
    </Panel>
  );
};
