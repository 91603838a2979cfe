import { contract, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { minutesAgo } from './builders';
import { FakeServer } from './FakeServer';
import {
  aFollowUp,
  aPostmortem,
  aPostmortemDetail,
  aSection,
  aTimelineEntry,
} from './postmortems';

/** Postmortems in which every text that people write is this one. */
export function withHostilePostmortems(
  server: FakeServer,
  text: string,
): FakeServer {
  const { postmortems } = contract;
  const person: NamedRef = { ref: 'user:default/ana.ruiz', name: text };
  const by = { kind: 'person', ...person } as const;
  const about = {
    title: text,
    summary: text,
    entity: { ref: 'component:default/checkout', name: text },
    owner: { ref: 'group:default/team-payments', name: text },
    writer: person,
    factors: [{ id: text, name: text }],
    worthReading: { why: text, by, at: minutesAgo(9) },
  };
  const followUp = aFollowUp({
    title: text,
    description: text,
    postmortem: { id: 12, name: 'PM-12', title: text },
    entity: about.entity,
    owner: person,
    ticket: { system: text, key: text, url: text },
    proof: { kind: 'link', url: text, note: text },
    state: 'verified',
    verifiedAt: minutesAgo(5),
    verifiedBy: by,
  });
  const postmortem = aPostmortem(about);
  const value = { value: text, name: text, count: 1 };
  const detail = aPostmortemDetail({
    ...about,
    sections: aPostmortemDetail().sections.map(section =>
      aSection({ ...section, title: text, help: text }),
    ),
    measured: [
      { key: 'duration', label: text, value: null, unit: 'count', text },
    ],
    figures: [{ label: text, value: text }],
    participants: [person],
    reviewers: [
      {
        person,
        askedAt: minutesAgo(9),
        signedOffAt: minutesAgo(8),
        note: text,
      },
    ],
    tree: aPostmortemDetail().tree.map(node => ({
      ...node,
      text,
      factor: { id: text, name: text, elsewhere: 1 },
    })),
    steps: [
      {
        position: 1,
        title: text,
        by: 'writer',
        dueAt: minutesAgo(9),
        overdue: true,
        done: null,
      },
    ],
    followUpList: [followUp],
    restricted: true,
    restrictedTo: [person],
    history: [{ at: minutesAgo(3), actor: by, text }],
    lacks: [text],
    state: 'in-review',
    may: ['comment', 'write', 'sign-off'],
  });
  return server
    .on(postmortems.list, {
      items: [{ ...postmortem, excerpt: `**${text}** ${text}` }],
      nextCursor: null,
    })
    .on(postmortems.facets, {
      total: 1,
      service: [value],
      team: [value],
      severity: [{ value: 'SEV2', name: 'SEV2', count: 1 }],
      factor: [value],
      month: [{ value: '2026-03', name: '2026-03', count: 1 }],
      state: [{ value: 'published', name: 'published', count: 1 }],
    })
    .on(postmortems.ofEntity, {
      newest: [postmortem],
      worthReading: [postmortem],
      unwritten: [postmortem],
      overdueCount: 1,
      recurring: [{ id: text, name: text, count: 2 }],
      followUps: [followUp],
      openFollowUps: 1,
    })
    .on(postmortems.ofIncident, {
      postmortem,
      text,
      rule: 'required',
      mayOpen: false,
    })
    .on(postmortems.similar, {
      items: [
        {
          id: 3,
          name: 'INC-3',
          title: text,
          entity: about.entity,
          severity: 'SEV2',
          openedAt: minutesAgo(9000),
          durationSeconds: 60,
          because: text,
          postmortem: { id: 12, name: 'PM-12', summary: text },
        },
      ],
    })
    .on(postmortems.get, detail)
    .on(postmortems.timeline, {
      items: [
        aTimelineEntry({
          id: 'e1',
          text,
          original: text,
          addedBy: person,
          actor: by,
          moment: 'detected',
          source: { kind: 'incident', type: text, path: text },
        }),
      ],
    })
    .on(postmortems.comments, {
      items: [
        {
          id: 'c1',
          section: null,
          text: 'plain',
          by,
          at: minutesAgo(5),
          resolvedAt: null,
          resolvedBy: null,
        },
      ],
    })
    .on(postmortems.followUps, { items: [followUp], nextCursor: null })
    .on(postmortems.factors, {
      items: [
        {
          id: text,
          name: text,
          postmortems: 2,
          lastAt: minutesAgo(9000),
          openFollowUps: 1,
        },
      ],
    })
    .on(postmortems.figures, {
      from: minutesAgo(9000),
      required: 1,
      published: 1,
      waived: 0,
      overdue: 0,
      daysToPublish: 3,
      followUps: { open: 0, overdue: 0, done: 0, verified: 1, daysToDone: 2 },
      recurred: [
        {
          factor: { id: text, name: text },
          verified: { id: 31, name: 'FU-31' },
          again: { id: 12, name: 'PM-12' },
        },
      ],
    });
}
