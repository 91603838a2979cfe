import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { Choice, FormDialog } from '../../kit';
import { useOnCallText } from '../../translation';
import { SpanFields } from '../SpanFields';
import { spanWords } from '../times';
import { useSuggestions } from '../useSuggestions';
import { CoverSchedule, PassableShift } from './CoverDialog';
import { InReturn, ReturnField } from './ReturnField';
import { WhoField } from './WhoField';

/** The form of `CoverDialog`, once the viewer's shifts are known. */
export const CoverForm = (props: {
  schedule: CoverSchedule;
  zone: string;
  /** The viewer's, at least one, by start. */
  shifts: readonly PassableShift[];
  shiftStart?: string;
  meRef: string;
  onClose: () => void;
}) => {
  const { schedule, zone, shifts, shiftStart, meRef, onClose } = props;
  const t = useOnCallText();
  const [first] = useState(
    () =>
      shifts.find(({ start }) => start === shiftStart) ??
      shifts.find(isWorthCovering) ??
      shifts[0],
  );
  const [shift, setShift] = useState(first.start);
  const [span, setSpan] = useState(() => stillAhead(first));
  const [who, setWho] = useState<string>();
  const [inReturn, setInReturn] = useState<InReturn>(null);
  const [reason, setReason] = useState('');
  const isSpan = span.start < span.end;
  const suggestions = useSuggestions(schedule.id, span, isSpan);
  const items = suggestions.value?.items.filter(
    ({ person }) => person.ref !== meRef,
  );
  const best = items?.find(({ obstacle }) => obstacle === null)?.person.ref;
  const askedRef = who ?? best;
  const asked = items?.find(({ person }) => person.ref === askedRef)?.person;
  const ask = useCommand(endpoints.oncall.requestCover, request =>
    t('cover.done', { person: request.asked.name }),
  );
  return (
    <FormDialog
      name="cover"
      title={t('cover.title', { schedule: schedule.name })}
      verb={asked ? t('cover.ask', { person: asked.name }) : t('cover.submit')}
      pending={ask.pending}
      disabled={!asked || !isSpan}
      error={ask.error}
      onClose={onClose}
      onSubmit={async () => {
        if (!asked) return;
        const done = await ask.run({
          params: { id: schedule.id },
          body: { askedRef: asked.ref, ...span, inReturn, reason },
        });
        if (done) onClose();
      }}
    >
      <Choice
        id="cover-shift"
        label={t('cover.shift')}
        value={shift}
        options={shifts.map(({ start }) => start)}
        words={start => {
          const one = shifts.find(other => other.start === start);
          return one ? spanWords(one.start, one.end, zone) : '';
        }}
        onChange={start => {
          setShift(start);
          const one = shifts.find(other => other.start === start);
          if (one) setSpan(stillAhead(one));
        }}
      />
      <SpanFields
        id="cover"
        zone={zone}
        {...span}
        onChange={part => setSpan({ ...span, ...part })}
      />
      <WhoField
        state={suggestions}
        items={items}
        value={askedRef}
        onChange={ref => {
          setWho(ref);
          setInReturn(null);
        }}
      />
      {asked && (
        <ReturnField
          scheduleId={schedule.id}
          zone={zone}
          asked={asked}
          value={inReturn}
          onChange={setInReturn}
        />
      )}
      <TextField
        id="cover-reason"
        label={t('override.reason')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 300 }}
        fullWidth
      />
    </FormDialog>
  );
};

/** Nobody would be asked for the last minutes of a shift. */
const isWorthCovering = ({ passable }: PassableShift): boolean =>
  Date.parse(passable.end) > Date.now() + 3_600_000;

/** What of a shift can still be covered: nobody covers what has passed. */
const stillAhead = ({ passable: { start, end } }: PassableShift) => {
  const nextMinute = new Date(
    Math.ceil((Date.now() + 60_000) / 60_000) * 60_000,
  ).toISOString();
  return { start: start < nextMinute ? nextMinute : start, end };
};
