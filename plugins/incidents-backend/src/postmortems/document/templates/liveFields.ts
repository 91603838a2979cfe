import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord } from '../../../incidents/service';
import { PostmortemRecord, postmortemName } from '../../model';
import { durationInWords, instantInWords } from '../inWords';

/** What is known when a draft begins. */
export interface DraftFacts {
  readonly incident: IncidentRecord;
  /** `INC-128`. */
  readonly incidentName: string;
  readonly incidentUrl: string;
  readonly record: PostmortemRecord;
  readonly participants: readonly NamedRef[];
  readonly alertCount: number;
}

interface LiveField {
  /** As a template writes it: `incident.name`. */
  readonly name: string;
  /** What it stands for, for people who write templates. */
  readonly text: string;
  of(facts: DraftFacts): string;
}

const when = (at: Date | null): string =>
  at === null ? 'not yet' : instantInWords(at);

/** Every field that a template may use. Each is a text. */
export const liveFields: readonly LiveField[] = [
  {
    name: 'incident.name',
    text: 'The number of the incident, such as INC-128',
    of: ({ incidentName }) => incidentName,
  },
  {
    name: 'incident.title',
    text: 'Its title',
    of: ({ incident }) => incident.title,
  },
  {
    name: 'incident.description',
    text: 'What was known of it when it was opened; may be empty',
    of: ({ incident }) => incident.description,
  },
  {
    name: 'incident.severity',
    text: 'SEV1 to SEV5, as it was when the draft began',
    of: ({ incident }) => incident.severity,
  },
  {
    name: 'incident.url',
    text: 'Its address in this portal',
    of: ({ incidentUrl }) => incidentUrl,
  },
  {
    name: 'incident.openedAt',
    text: 'When it was opened, such as 2026-03-02 14:05 UTC',
    of: ({ incident }) => when(incident.openedAt),
  },
  {
    name: 'incident.acknowledgedAt',
    text: 'When it was acknowledged, or “not yet”',
    of: ({ incident }) => when(incident.acknowledgedAt),
  },
  {
    name: 'incident.resolvedAt',
    text: 'When it was resolved, or “not yet”',
    of: ({ incident }) => when(incident.resolvedAt),
  },
  {
    name: 'incident.duration',
    text: 'From opened to resolved, such as 47 minutes, or “not over yet”',
    of: ({ incident: { openedAt, resolvedAt } }) =>
      resolvedAt === null
        ? 'not over yet'
        : durationInWords((resolvedAt.getTime() - openedAt.getTime()) / 1000),
  },
  {
    name: 'incident.alertCount',
    text: 'How many alerts it had',
    of: ({ alertCount }) => String(alertCount),
  },
  {
    name: 'entity.name',
    text: 'The name of the service',
    of: ({ record }) => record.entity.name,
  },
  {
    name: 'entity.ref',
    text: 'Its ref, such as component:default/checkout',
    of: ({ record }) => record.entity.ref,
  },
  {
    name: 'owner.name',
    text: 'The team that owned it, or “nobody”',
    of: ({ record }) => record.owner?.name ?? 'nobody',
  },
  {
    name: 'writer.name',
    text: 'Who sees to the postmortem’s being written, or “nobody yet”',
    of: ({ record }) => record.writer?.name ?? 'nobody yet',
  },
  {
    name: 'participants',
    text: 'Who took part, with commas',
    of: ({ participants }) => participants.map(({ name }) => name).join(', '),
  },
  {
    name: 'postmortem.name',
    text: 'The number of the postmortem, such as PM-12',
    of: ({ record }) => postmortemName(record.id),
  },
  {
    name: 'postmortem.dueAt',
    text: 'When it is due, or “no date”',
    of: ({ record: { dueAt } }) =>
      dueAt === null ? 'no date' : instantInWords(dueAt),
  },
];
