import { contract, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { minutesAgo } from './builders';
import { FakeServer } from './FakeServer';
import {
  aDocument,
  aHealth,
  anAskingRun,
  aPlay,
  aRunStep,
  playsOfIncident,
} from './plays';

/** Plays in which every text that people write is this one. */
export function withHostilePlays(server: FakeServer, text: string): FakeServer {
  const { plays } = contract;
  const person: NamedRef = { ref: 'user:default/ana.ruiz', name: text };
  const document = aDocument();
  const play = aPlay({
    name: text,
    description: text,
    owner: { ref: 'group:default/team-payments', name: text },
    startsWhen: text,
    updatedBy: person,
    health: aHealth({
      lastFailure: { runId: text, at: minutesAgo(5), because: text },
    }),
    source: text,
    document: {
      ...document,
      when: text,
      steps: document.steps.map(step => ({ ...step, title: text, when: text })),
    },
    actions: [text, text],
  });
  const run = anAskingRun({
    play: { id: 'p1', name: text, version: 1 },
    incident: { id: 7, name: 'INC-7', title: text },
    because: text,
    startedBy: { kind: 'person', ...person },
    text,
    inputs: { [text]: text },
    document: play.document,
    authority: text,
    steps: [
      aRunStep({
        title: text,
        text,
        state: 'interrupted',
        input: { [text]: text },
        output: text,
        attempts: [
          {
            number: 1,
            startedAt: minutesAgo(3),
            endedAt: null,
            outcome: 'failed',
            detail: text,
          },
        ],
        question: {
          text,
          of: [person, person],
          until: null,
          may: ['done', 'repeat', 'give-up'],
        },
      }),
    ],
  });
  const version = {
    madeAt: minutesAgo(9),
    madeBy: person,
    approvedAt: minutesAgo(8),
    approvedBy: person,
    source: text,
    diff: [`+${text}`, `-${text}`, ` ${text}`],
  };
  return server
    .on(plays.automation, {
      paused: true,
      reason: text,
      since: minutesAgo(5),
      by: person,
      may: ['switch'],
    })
    .on(plays.list, { items: [play], nextCursor: null })
    .on(plays.get, play)
    .on(plays.versions, {
      items: [
        { ...version, version: 3 },
        { ...version, version: 2 },
      ],
    })
    .on(plays.runs, { items: [run], nextCursor: null })
    .on(plays.run, run)
    .on(
      plays.ofIncident,
      playsOfIncident({
        runs: [run],
        ahead: [
          { play: { id: 'p1', name: text }, text, at: null },
          { play: { id: 'p2', name: text }, text, at: null },
        ],
        paused: text,
      }),
    );
}
