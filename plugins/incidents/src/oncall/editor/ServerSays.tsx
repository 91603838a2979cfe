import { useApi } from '@backstage/core-plugin-api';
import {
  endpoints,
  ScheduleCalendar,
  ScheduleInput,
  Turn,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { incidentsApiRef } from '../../api';
import { useAsked } from '../../data';
import { CommandError, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { PieceBar } from '../calendar/PieceBar';
import { gapPieceOf, pieceOf } from '../calendar/pieces';
import { daysOf, Range } from '../calendar/range';
import { Row } from '../calendar/Row';
import { useCalendarStyles } from '../calendar/styles';
import { isComplete } from './draft';

const pauseMillis = 700;

/**
 * What the server says of a draft after a pause of typing: its faults, and who is on call, where that is
 * not what is drawn already, because it knows who is in a group and which overrides stand.
 */
export const ServerSays = (props: {
  draft: ScheduleInput;
  scheduleId: string | null;
  range: Range;
  local: readonly Turn[];
}) => {
  const { draft, scheduleId, range, local } = props;
  const t = useOnCallText();
  const classes = useCalendarStyles();
  const client = useApi(incidentsApiRef);
  const { small, mute } = useLayout();
  const [paused, setPaused] = useState<ScheduleInput>();
  useDebounce(() => setPaused(draft), pauseMillis, [draft]);
  const body = {
    ...draft,
    scheduleId,
    from: range.from.toJSDate().toISOString(),
    to: range.to.toJSDate().toISOString(),
  };
  const { value, error } = useAsked(
    [endpoints.oncall.previewSchedule.id, body],
    () => client.call(endpoints.oncall.previewSchedule, { body }),
    // What is only not typed yet would be refused.
    { enabled: isComplete(draft) && paused === draft, every: 600 },
  );
  if (error) return <CommandError error={error} />;
  if (!value || isSame(value, local)) return null;
  const rows = { range, minWidth: daysOf(range).length * 24, stacked: true };
  return (
    <div className={classes.scroller}>
      <Row {...rows} label={t('editor.server')} height={46}>
        {[...value.final.map(pieceOf), ...value.gaps.map(gapPieceOf)].map(
          piece => (
            <PieceBar
              key={piece.start.getTime()}
              piece={piece}
              range={range}
              zone={draft.timezone}
            />
          ),
        )}
      </Row>
      <span className={`${small} ${mute}`}>{t('editor.serverWhy')}</span>
    </div>
  );
};

const isSame = (
  { final }: ScheduleCalendar,
  local: readonly Turn[],
): boolean => {
  const theirs = final.map(
    ({ people, start, end }) =>
      `${Date.parse(start)} ${Date.parse(end)} ${people
        .map(({ ref }) => ref)
        .sort()}`,
  );
  const ours = local.map(
    ({ people, start, end }) =>
      `${start.getTime()} ${end.getTime()} ${[...people].sort()}`,
  );
  return theirs.join() === ours.join();
};
