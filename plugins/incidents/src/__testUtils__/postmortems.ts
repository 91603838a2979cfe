import {
  FollowUp,
  Postmortem,
  PostmortemDetail,
  PostmortemEntry,
  PostmortemSection,
} from '@muster/backstage-plugin-incidents-common';
import { ana, ben, checkout, minutesAgo, payments } from './builders';

const day = 24 * 60;
const byAna = { kind: 'person', ...ana } as const;

/** PM-12, published: Ana wrote what was learnt from INC-7. */
export const aPostmortem = (over: Partial<Postmortem> = {}): Postmortem => ({
  id: 12,
  name: 'PM-12',
  title: 'Retries emptied the connection pool',
  state: 'published',
  required: true,
  severity: 'SEV2',
  entity: checkout,
  owner: payments,
  incident: { id: 7, name: 'INC-7' },
  writer: ana,
  dueAt: minutesAgo(2 * day),
  overdue: false,
  occurredAt: minutesAgo(9 * day),
  durationSeconds: 47 * 60,
  openedAt: minutesAgo(8 * day),
  publishedAt: minutesAgo(3 * day),
  amendedAt: null,
  factors: [{ id: 'f1', name: 'Connection pool exhausted' }],
  followUps: { open: 1, done: 0, verified: 2 },
  restricted: false,
  summary: 'Every third payment failed for 47 minutes.',
  worthReading: null,
  ...over,
});

/** FU-31 of PM-12: Ben has it. */
export const aFollowUp = (over: Partial<FollowUp> = {}): FollowUp => ({
  id: 31,
  name: 'FU-31',
  title: 'Limit retries to three',
  description: '',
  postmortem: {
    id: 12,
    name: 'PM-12',
    title: 'Retries emptied the connection pool',
  },
  entity: checkout,
  team: payments,
  owner: ben,
  dueOn: '2026-03-20',
  overdue: false,
  priority: 'high',
  kind: 'prevent',
  factor: null,
  state: 'open',
  ticket: null,
  doneAt: null,
  doneBy: null,
  verifiedAt: null,
  verifiedBy: null,
  proof: null,
  version: 1,
  may: ['edit', 'finish'],
  ...over,
});

/** A section that Ana wrote. */
export const aSection = (
  over: Partial<PostmortemSection> = {},
): PostmortemSection => ({
  key: 'summary',
  title: 'Summary',
  help: 'What happened, for somebody who was not there.',
  kind: 'text',
  required: true,
  body: 'Every **third** payment failed.',
  version: 2,
  updatedAt: minutesAgo(4 * day),
  updatedBy: byAna,
  ...over,
});

/** PM-12 as it is read, by somebody who may only read. */
export const aPostmortemDetail = (
  over: Partial<PostmortemDetail> = {},
): PostmortemDetail => ({
  ...aPostmortem(),
  version: 3,
  sections: [
    aSection(),
    aSection({ key: 'impact', title: 'Impact', kind: 'impact', body: '' }),
    aSection({ key: 'what', title: 'Timeline', kind: 'timeline', body: '' }),
    aSection({ key: 'why', title: 'Why', kind: 'factors', body: '' }),
    aSection({
      key: 'follow-ups',
      title: 'Follow-ups',
      kind: 'follow-ups',
      body: '',
    }),
    aSection({ key: 'lucky', title: 'Where we were lucky', body: '' }),
  ],
  moments: { started: minutesAgo(9 * day), resolved: minutesAgo(9 * day - 47) },
  measured: [
    {
      key: 'duration',
      label: 'Duration',
      value: 47 * 60,
      unit: 'seconds',
      text: '47 minutes, from started to resolved',
    },
  ],
  figures: [{ label: 'Customers', value: '1,200 could not pay' }],
  density: null,
  participants: [ana, ben],
  reviewers: [
    {
      person: ben,
      askedAt: minutesAgo(5 * day),
      signedOffAt: minutesAgo(4 * day),
      note: '',
    },
  ],
  tree: [
    {
      id: 'n1',
      parentId: null,
      position: 0,
      text: 'All connections were taken',
      factor: { id: 'f1', name: 'Connection pool exhausted', elsewhere: 2 },
      version: 1,
    },
  ],
  followUpList: [aFollowUp()],
  waived: null,
  template: { id: 't1', name: 'Muster' },
  steps: [],
  restrictedTo: [],
  dismissed: [],
  history: [
    { at: minutesAgo(3 * day), actor: byAna, text: 'Ana Ruiz published it.' },
  ],
  lacks: [],
  may: ['comment'],
  ...over,
});

/** An entry that nobody has curated. */
export const aTimelineEntry = (
  over: Partial<PostmortemEntry> & Pick<PostmortemEntry, 'id'>,
): PostmortemEntry => ({
  at: minutesAgo(9 * day),
  text: 'Ana Ruiz acknowledged',
  original: null,
  source: { kind: 'incident', type: 'acknowledged', path: '/incidents/INC-7' },
  actor: byAna,
  starred: false,
  hidden: false,
  moment: null,
  addedBy: null,
  merged: [],
  version: 1,
  ...over,
});

/** Nothing was learnt about an entity yet. */
export const nothingLearnt = {
  newest: [],
  worthReading: [],
  unwritten: [],
  overdueCount: 0,
  recurring: [],
  followUps: [],
  openFollowUps: 0,
};
