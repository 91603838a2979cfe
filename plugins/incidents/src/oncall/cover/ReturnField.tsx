import { endpoints, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useEndpoint } from '../../data';
import { Choice } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';

/** What the asker takes over from the asked; null for nothing. */
export type InReturn = { start: string; end: string } | null;

const nothing = '';

/** Makes a cover a swap: one of the other's shifts of the next 90 days, in return. */
export const ReturnField = (props: {
  scheduleId: string;
  zone: string;
  asked: NamedRef;
  value: InReturn;
  onChange: (value: InReturn) => void;
}) => {
  const { scheduleId, zone, asked, value, onChange } = props;
  const t = useOnCallText();
  const [from] = useState(() =>
    DateTime.utc().startOf('hour').plus({ hours: 1 }),
  );
  const { value: answer } = useEndpoint(endpoints.oncall.shifts, {
    params: { id: scheduleId },
    query: {
      from: from.toJSDate().toISOString(),
      to: from.plus({ days: 90 }).toJSDate().toISOString(),
    },
  });
  const theirs =
    answer?.items.filter(({ participant }) => participant.ref === asked.ref) ??
    [];
  return (
    <Choice
      id="cover-return"
      label={t('cover.inReturn')}
      value={value?.start ?? nothing}
      options={[nothing, ...theirs.map(({ start }) => start)]}
      words={start => {
        const one = theirs.find(shift => shift.start === start);
        return one ? spanWords(one.start, one.end, zone) : t('cover.nothing');
      }}
      onChange={start => {
        const one = theirs.find(shift => shift.start === start);
        onChange(one ? { start: one.start, end: one.end } : null);
      }}
    />
  );
};
