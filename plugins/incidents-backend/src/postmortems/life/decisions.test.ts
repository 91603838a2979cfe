import {
  Caller,
  PostmortemState,
  postmortemStates,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { RuledIncident } from '../ports';
import { unwrittenSections } from './lacks';
import { faultsOfReaders } from './editedPeople';
import { decideMove, Move } from './moves';
import { newestNotice, nextNotice, Reminded } from './notices';
import { Rule, rulingOf } from './rules';

const incident = (more: Partial<RuledIncident> = {}): RuledIncident => ({
  severity: 'SEV3',
  tier: null,
  places: ['component:default/checkout', 'system:default/shop'],
  annotation: null,
  ...more,
});

describe('which incidents need a postmortem', () => {
  const required = (
    severities: Severity[],
    more: Partial<Rule> = {},
  ): Rule => ({
    severities,
    postmortem: 'required',
    dueDays: 7,
    ...more,
  });
  const usual: Rule[] = [
    required(['SEV1', 'SEV2']),
    { postmortem: 'optional', dueDays: 14 },
  ];

  it.each<[string, Partial<RuledIncident>, Rule[], string, number, string]>([
    [
      'bad ones',
      { severity: 'SEV2' },
      usual,
      'required',
      7,
      'SEV1 and SEV2 need one',
    ],
    ['others', {}, usual, 'optional', 14, 'such incidents may have one'],
    ['no rule at all', {}, [], 'none', 7, 'no rule asks for one'],
    ['one severity', {}, [required(['SEV3'])], 'required', 7, 'SEV3 needs one'],
    [
      'its tier',
      { tier: 1 },
      [required(['SEV3'], { tiers: [1, 2] })],
      'required',
      7,
      'SEV3 of tier 1 and 2 needs one',
    ],
    [
      'without a tier',
      {},
      [required(['SEV3'], { tiers: [1] })],
      'none',
      7,
      'no rule asks for one',
    ],
    [
      'its system',
      {},
      [{ entities: ['system:default/shop'], postmortem: 'none', dueDays: 3 }],
      'none',
      3,
      'incidents of system:default/shop need none',
    ],
    [
      'another system',
      {},
      [required(['SEV3'], { entities: ['system:default/x'] }), ...usual],
      'optional',
      14,
      'such incidents may have one',
    ],
    [
      'its annotation first',
      { annotation: 'none', severity: 'SEV1' },
      usual,
      'none',
      7,
      'incidents/postmortem of its entity says “none”',
    ],
    [
      'its annotation, with the days of a rule',
      { annotation: 'required' },
      usual,
      'required',
      14,
      'incidents/postmortem of its entity says “required”',
    ],
  ])('%s', (_what, of, rules, rule, dueDays, because) => {
    expect(rulingOf(incident(of), rules)).toEqual({ rule, dueDays, because });
  });
});

describe('when people are reminded', () => {
  const at = (text: string) => new Date(`2026-03-${text}:00.000Z`);
  const due = (more: Partial<Reminded> = {}): Reminded => ({
    state: 'draft',
    required: true,
    dueAt: at('10T12:00'),
    ...more,
  });

  it.each<[string, Reminded, string, string | undefined]>([
    ['long before', due(), '01T00:00', 'soon 08T12:00'],
    ['when it was told of once', due(), '08T12:00', 'due 10T12:00'],
    ['a moment before', due(), '10T11:59', 'due 10T12:00'],
    ['when it is due', due(), '10T12:00', 'escalated 13T12:00'],
    ['when the team was told', due(), '13T12:00', 'again 20T12:00'],
    ['weeks later', due(), '21T00:00', 'again 27T12:00'],
    ['in review', due({ state: 'in-review' }), '01T00:00', 'soon 08T12:00'],
    ['an optional one', due({ required: false }), '08T12:00', 'due 10T12:00'],
    [
      'the team of an optional one',
      due({ required: false }),
      '10T12:00',
      undefined,
    ],
    ['published', due({ state: 'published' }), '01T00:00', undefined],
    ['waived', due({ state: 'waived' }), '01T00:00', undefined],
    ['due on no day', due({ dueAt: null }), '01T00:00', undefined],
  ])('next: %s', (_what, postmortem, now, expected) => {
    const next = nextNotice(postmortem, at(now), 3);
    expect(next && `${next.kind} ${next.at.toISOString().slice(8, 16)}`).toBe(
      expected,
    );
  });

  it.each<[string, string | undefined]>([
    ['01T00:00', undefined],
    ['09T00:00', 'soon'],
    ['10T12:00', 'due'],
    ['19T00:00', 'escalated'],
    ['30T00:00', 'again'],
  ])('after a stop until %s, only the newest: %s', (now, kind) => {
    expect(newestNotice(due(), at(now), 3)?.kind).toBe(kind);
  });
});

describe('what may become of a postmortem', () => {
  const outcome: Record<Move, Record<PostmortemState, string>> = {
    'ask-for-review': {
      draft: 'in-review',
      'in-review': 'in-review',
      published: 'is published; amend',
      amended: 'is open for amendment',
      waived: 'was waived',
    },
    'take-back': {
      draft: 'unchanged',
      'in-review': 'draft',
      published: 'is published; amend',
      amended: 'is open for amendment',
      waived: 'was waived',
    },
    'sign-off': {
      draft: 'is a draft; ask for a review',
      'in-review': 'in-review',
      published: 'is published; amend',
      amended: 'is open for amendment',
      waived: 'was waived',
    },
    publish: {
      draft: 'published',
      'in-review': 'published',
      published: 'unchanged',
      amended: 'published',
      waived: 'was waived',
    },
    amend: {
      draft: 'is a draft',
      'in-review': 'is in review; take it back',
      published: 'amended',
      amended: 'unchanged',
      waived: 'was waived',
    },
    waive: {
      draft: 'waived',
      'in-review': 'waived',
      published: 'is published; amend',
      amended: 'is open for amendment',
      waived: 'unchanged',
    },
    require: {
      draft: 'unchanged',
      'in-review': 'is in review',
      published: 'is published; amend',
      amended: 'is open for amendment',
      waived: 'draft',
    },
  };

  it.each(
    Object.entries(outcome).flatMap(([move, of]) =>
      postmortemStates.map(state => [move as Move, state, of[state]] as const),
    ),
  )('%s of one that is %s: %s', (move, state, expected) => {
    const decision = decideMove({ id: 3, state }, move);
    const said = decision.make
      ? decision.to
      : (decision.refused ?? 'unchanged');
    expect(said).toContain(expected);
  });
});

describe('what a postmortem lacks', () => {
  const nothing = {
    figures: false,
    entries: false,
    factors: false,
    followUps: false,
  };
  const section = (
    more: Partial<Parameters<typeof unwrittenSections>[0][0]>,
  ) => ({
    title: 'It',
    kind: 'text' as const,
    required: true,
    body: 'Words',
    version: 1,
    ...more,
  });

  it.each([
    ['a written one', section({}), nothing, 0],
    ['an empty one', section({ body: ' \n' }), nothing, 1],
    ['what a template began with', section({ version: 0 }), nothing, 1],
    [
      'one that is not required',
      section({ required: false, body: '' }),
      nothing,
      0,
    ],
    [
      'text that something else stands for',
      section({ body: '' }),
      { ...nothing, factors: true },
      1,
    ],
    [
      'figures in place of text',
      section({ kind: 'impact', body: '' }),
      { ...nothing, figures: true },
      0,
    ],
    [
      'impact without either',
      section({ kind: 'impact', body: '' }),
      nothing,
      1,
    ],
    [
      'a timeline',
      section({ kind: 'timeline', body: '' }),
      { ...nothing, entries: true },
      0,
    ],
    [
      'a tree of factors',
      section({ kind: 'factors', body: '' }),
      { ...nothing, factors: true },
      0,
    ],
    [
      'follow-ups',
      section({ kind: 'follow-ups', body: '' }),
      { ...nothing, followUps: true },
      0,
    ],
    [
      'no follow-ups',
      section({ kind: 'follow-ups', body: '' }),
      { ...nothing, factors: true },
      1,
    ],
  ])('%s', (_what, one, has, count) => {
    expect(unwrittenSections([one], has)).toEqual(
      Array(count).fill('“It” is not written yet'),
    );
  });
});

describe('who restricts a postmortem', () => {
  const ana: Caller = {
    kind: 'person',
    ref: 'user:default/ana',
    ownership: ['user:default/ana', 'group:default/payments'],
    isAdmin: false,
  };
  const nobody = { participants: [], reviewers: [], readers: [] };
  const asAna = { ref: ana.ref, name: 'Ana Ruiz' };

  it.each([
    ['shuts themselves out', ['group:default/search'], nobody, null, 1],
    ['names their group', ['group:default/payments'], nobody, null, 0],
    [
      'took part',
      ['group:default/search'],
      { ...nobody, participants: [asAna] },
      null,
      0,
    ],
    ['writes it', ['group:default/search'], nobody, asAna, 0],
    ['opens it', [], nobody, null, 0],
  ])('%s', (_what, restrictedTo, before, writer, count) => {
    expect(
      faultsOfReaders({ restrictedTo }, { writer }, before, ana),
    ).toHaveLength(count);
  });
});
