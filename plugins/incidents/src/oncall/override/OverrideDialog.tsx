import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  NamedRef,
  OverrideInput,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { Choice, EntityPicker, FormDialog, useCatalogNames } from '../../kit';
import { useOnCallText } from '../../translation';
import { Wanted } from '../schedule/SchedulePage';
import { SpanFields } from '../SpanFields';
import { Effect } from './Effect';
import { SuggestionLine } from './SuggestionLine';

const kinds = ['cover', 'add', 'remove'] as const;
const everybody = '';

/** Changes who is on call for a time: somebody instead, somebody as well, or nobody on purpose. */
export const OverrideDialog = (props: {
  schedule: Schedule;
  zone: string;
  wanted: Wanted;
  onClose: () => void;
}) => {
  const { schedule, zone, wanted, onClose } = props;
  const t = useOnCallText();
  const nameOf = useCatalogNames();
  const [kind, setKind] = useState<OverrideInput['kind']>('cover');
  const [personRef, setPersonRef] = useState(wanted.person?.ref ?? '');
  const [span, setSpan] = useState({ start: wanted.start, end: wanted.end });
  const [replaces, setReplaces] = useState(
    wanted.people.length === 1 ? wanted.people[0].ref : everybody,
  );
  const [reason, setReason] = useState('');
  const calendar = useEndpoint(
    endpoints.oncall.calendar,
    {
      params: { id: schedule.id },
      query: { from: span.start, to: span.end },
    },
    { enabled: span.start < span.end, keep: true },
  );
  const there = peopleOf([
    ...wanted.people,
    ...(calendar.value?.final.flatMap(({ people }) => people) ?? []),
  ]);
  const add = useCommand(endpoints.oncall.addOverride, () =>
    t('override.done'),
  );
  const replacesRef = replaces === everybody ? null : replaces;
  const input: OverrideInput = {
    remove: { kind: 'remove', replacesRef, ...span, reason } as const,
    add: { kind: 'add', personRef, ...span, reason } as const,
    cover: { kind: 'cover', personRef, replacesRef, ...span, reason } as const,
  }[kind];
  const complete =
    span.start < span.end && (kind === 'remove' || personRef !== '');
  return (
    <FormDialog
      name="override"
      title={t('override.title', { schedule: schedule.name })}
      verb={t('override.submit')}
      pending={add.pending}
      disabled={!complete}
      error={add.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await add.run({
          params: { id: schedule.id },
          body: input,
        });
        if (done) onClose();
      }}
    >
      <Choice
        id="override-kind"
        label={t('override.kind')}
        value={kind}
        options={kinds}
        words={option => t(`override.kinds.${option}`)}
        onChange={setKind}
      />
      {kind !== 'remove' && (
        <div>
          <EntityPicker
            id="override-person"
            label={t('override.person')}
            kinds={['User']}
            value={personRef}
            onChange={setPersonRef}
            required
          />
          <SuggestionLine
            scheduleId={schedule.id}
            span={span}
            chosen={personRef}
            onChoose={setPersonRef}
          />
        </div>
      )}
      {kind !== 'add' && (
        <Choice
          id="override-replaces"
          label={t(
            kind === 'cover' ? 'override.insteadOf' : 'override.without',
          )}
          value={replaces}
          options={[everybody, ...there.map(({ ref }) => ref)]}
          words={ref =>
            ref === everybody
              ? t('override.everybody')
              : (there.find(person => person.ref === ref)?.name ?? nameOf(ref))
          }
          onChange={setReplaces}
        />
      )}
      <SpanFields
        id="override"
        zone={zone}
        {...span}
        onChange={part => setSpan({ ...span, ...part })}
      />
      <TextField
        id="override-reason"
        label={t('override.reason')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 300 }}
        fullWidth
      />
      {complete && (
        <Effect scheduleId={schedule.id} input={input} zone={zone} />
      )}
    </FormDialog>
  );
};

/** Everybody once. */
const peopleOf = (people: readonly NamedRef[]): NamedRef[] => [
  ...new Map(people.map(person => [person.ref, person])).values(),
];
