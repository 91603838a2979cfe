import {
  alwaysInForce,
  layerTurnsBetween,
  RulesContent,
  Turn,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useCatalogNames, useLayout, useNow } from '../kit';
import { Calendar } from './Calendar';
import { Strip } from './Strip';
import { nextTwoWeeks } from './window';

/** The next two weeks of a schedule that is not saved yet, drawn by the function that pages. */
export const Preview = ({ schedule }: { schedule: RulesContent }) => {
  const { tight, mute } = useLayout();
  const nameOf = useCatalogNames();
  const now = useNow(60);
  const window = nextTwoWeeks(now);
  const range = [window.from.toJSDate(), window.to.toJSDate()] as const;
  const named = (turns: Turn[]) =>
    turns.map(({ people, start, end }) => ({
      people: people.map(ref => ({ ref, name: nameOf(ref) })),
      start,
      end,
    }));
  const rules = alwaysInForce(schedule);
  const { layers, timezone } = schedule;
  return (
    <div className={tight}>
      <b>The next two weeks</b>
      {isDrawable(schedule) ? (
        <Calendar window={window} now={now} timezone={timezone} narrow>
          <Strip
            label="Who is on call"
            labelled={layers.length > 1}
            turns={named(turnsBetween(rules, ...range))}
            window={window}
            now={now}
          />
          {layers.length > 1 &&
            layers.map((layer, index) => (
              <Strip
                // Layers have no identity but their place.
                // eslint-disable-next-line react/no-array-index-key
                key={index}
                label={layer.name || `Layer ${index + 1}`}
                labelled
                turns={named(layerTurnsBetween(rules, index, ...range))}
                window={window}
                now={now}
              />
            ))}
        </Calendar>
      ) : (
        <span className={mute}>
          Drawn as soon as every layer has somebody, a first day and an hour.
        </span>
      )}
    </div>
  );
};

/** While a form is half filled in there is nothing to draw. */
const isDrawable = ({ layers, timezone }: RulesContent): boolean =>
  DateTime.local({ zone: timezone }).isValid &&
  layers.every(
    ({ rotation }) =>
      rotation.participants.length > 0 &&
      DateTime.fromISO(`${rotation.startDate}T${rotation.handoffTime}`).isValid,
  );
