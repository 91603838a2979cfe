import { Weekday, weekdays } from '@muster/backstage-plugin-incidents-common';
import { Toggles } from '../../kit';
import { dayWord } from '../layerWords';

/** Days of the week, each to be switched on and off. */
export const DaysField = (props: {
  label: string;
  value: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
}) => <Toggles {...props} options={weekdays} words={dayWord} />;
