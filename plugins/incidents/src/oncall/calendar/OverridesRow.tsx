import { Override } from '@muster/backstage-plugin-incidents-common';
import { useOnCallText } from '../../translation';
import { inLanes, lanesOf } from './lanes';
import { PieceBar } from './PieceBar';
import { Range } from './range';
import { Row } from './Row';

/** The overrides of a schedule on the axis of time; those that overlap lie above each other. */
export const OverridesRow = (props: {
  overrides: readonly Override[];
  range: Range;
  minWidth: number;
  zone: string;
  /** Of a track with one lane, in pixels; each further lane adds most of that. */
  height: number;
}) => {
  const { overrides, range, minWidth, zone, height } = props;
  const t = useOnCallText();
  const placed = inLanes(overrides);
  const lanes = lanesOf(placed);
  return (
    <Row
      range={range}
      minWidth={minWidth}
      label={t('calendar.overrides')}
      height={height + (lanes - 1) * (height - 6)}
    >
      {placed.map(({ item, lane }) => (
        <PieceBar
          key={item.id}
          piece={{
            people: item.person ? [item.person] : [],
            start: new Date(item.start),
            end: new Date(item.end),
            override: item,
          }}
          range={range}
          zone={zone}
          lane={lanes > 1 ? { number: lane, of: lanes } : undefined}
          faded
        />
      ))}
    </Row>
  );
};
