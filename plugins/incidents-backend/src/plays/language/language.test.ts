import {
  PlayActionInfo,
  PlayDocument,
} from '@muster/backstage-plugin-incidents-common';
import fc from 'fast-check';
import { z } from 'zod';
import { playLanguage } from './playLanguage';

const action = (
  id: string,
  input: z.ZodType,
  output: z.ZodType = z.object({}),
): PlayActionInfo => ({
  id,
  title: id,
  description: '',
  source: 'Muster',
  input: z.toJSONSchema(input, { io: 'input' }),
  output: z.toJSONSchema(output),
  idempotent: true,
  simulatable: true,
  reversible: false,
});

const people = z.array(z.string()).min(1);
const actions = [
  action(
    'page.people@1',
    z.strictObject({
      people,
      text: z.string().max(50).optional(),
      urgency: z.enum(['low', 'high']).optional(),
      count: z.number().int().optional(),
    }),
    z.object({ people: z.array(z.object({ name: z.string() })) }),
  ),
  action('page.people@2', z.strictObject({ people })),
  action('incident.note@1', z.strictObject({ text: z.string() })),
];

const head = 'name: SEV1 response\nownerRef: group:sre\n';
const read = (text: string) => playLanguage.read(text, actions);
/** Of a play with these lines after its head. */
const faultsOf = (text: string) =>
  read(text === '' || text.startsWith('name:') ? text : head + text).faults.map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  );
/** Of a play with one step, from its fourth line on. */
const inStep = (step: string) => faultsOf(`steps:\n  - id: one\n    ${step}\n`);
const documentOf = (text: string): PlayDocument => {
  const { document, faults } = read(head + text);
  expect(faults).toEqual([]);
  if (!document) throw new Error('no document');
  return document;
};

const everything = `
on: [{ event: incident.triggered }]
when: incident.severity == "SEV1" && entity.tier <= 1
onceFor: "{{ incident.name }}"
inputs:
  - { name: customer, type: text }
  - { name: count, type: number, default: 0 }
steps:
  - id: page
    action: page.people@1
    with:
      people: ["{{ owner.lead.ref }}"]
      text: "{{ incident.title }} {% for p in incident.assigned %}{{ p.name }}{% endfor %}"
      count: { cel: incident.minutesOpen * 2 }
    onFailure:
      - id: told
        action: incident.note
        with: { text: "{{ steps.page.state }}" }
  - id: ask
    approve:
      by: ["{{ entity.owner }}", group:default/sre]
      question: May {{ steps.page.output.people[0].name }} tell {{ inputs.customer }}?
  - id: each
    forEach:
      in: entity.dependants.filter(d, d.owner != entity.owner)
      as: dependant
      steps:
        - id: inner
          action: incident.note
          with: { text: "{{ loop.index }} {{ dependant.name }} {{ steps.ask.output.note }}" }
  - id: either
    choose:
      - when: steps.ask.output.approved && inputs.count > 3
        steps: [{ id: a, stop: { because: no }, title: A }]
  - id: again
    repeat:
      everyMinutes: 5
      until: steps.look.state == "succeeded"
      times: 3
      steps: [{ id: look, action: page.people, with: { people: [user:ana] } }]
  - id: rest
    wait:
      minutes: 10
      onlyIf: >-
        incident.status == "triggered" &&
        now - incident.openedAt > duration("10m") &&
        isBusinessHours(now, "Europe/Zurich") && "db" in entity.tags
onFailure:
  - { id: last, action: incident.note, with: { text: "{{ steps.look.state }}" } }
`;

describe('a play', () => {
  it('is read, with the newest version of each action', () => {
    const { document, actions: used } = read(head + everything);
    expect(read(head + everything).faults).toEqual([]);
    expect(used).toEqual(['incident.note@1', 'page.people@1', 'page.people@2']);
    expect(document?.onFailure).toEqual([
      expect.objectContaining({ action: 'incident.note@1' }),
    ]);
    expect(JSON.stringify(document)).toContain('"action":"page.people@2"');
  });

  it('may be JSON', () => {
    const document = documentOf('steps: [{ id: a, stop: { because: x } }]');
    expect(read(JSON.stringify(document))).toMatchObject({
      document,
      faults: [],
    });
  });

  it.each<[string, string, string]>([
    ['', '1:1  is no play yet', ''],
    ['name: [', '1:8', ''],
    ['name: {{ a }}', '1:7 name', 'must stand in quotes'],
    ['name: {{ a }} of b', '1:', 'must stand in quotes'],
    ['name: A\nname: B', '2:1', ''],
    ['name: A\nowner: group:sre', '2:1 owner', 'did you mean ownerRef?'],
    ['name: A\nownerRef: sre', '2:11 ownerRef', "'sre' is not an entity ref"],
    [
      'on: [{ event: incident.trigered }]',
      '3:15 on[0].event',
      'did you mean incident.triggered?',
    ],
    [
      'on: [{ event: page.unanswered }]',
      '3:6 on[0].afterMinutes',
      'afterMinutes: 10',
    ],
    ['steps: []', '3:8 steps', 'at least one step'],
    [
      'when: incident.severity == "SEV6"\nsteps: [{ id: a, stop: { because: x } }]',
      '3:28 when',
      'incident.severity is never SEV6; did you mean',
    ],
    [
      'when: incident.status in ["open", "triggered"]\nsteps: [{ id: a, stop: { because: x } }]',
      '3:27 when',
      'incident.status is never open; there are triggered, acknowledged',
    ],
    [
      'steps:\n  - { id: ask, stop: { because: x } }\n  - { id: b, wait: { minutes: 1, onlyIf: steps.ask.state == "done" } }',
      '5:61 steps[1].wait.onlyIf',
      'steps.ask.state is never done; there are ready',
    ],
    ['steps: [5]', '3:9 steps[0]', 'is no step'],
    ['steps: [{ id: a, acton: x }]', '3:9 steps[0]', 'did you mean action?'],
    ['steps: [{ id: a }]', '3:9 steps[0]', 'one of action, wait, waitFor'],
    [
      'steps: [{ id: a, wait: { minutes: 1 }, stop: { because: x } }]',
      '3:46 steps[0].stop',
      'two things',
    ],
    [
      'steps: [{ id: A, stop: { because: x } }]',
      '3:15 steps[0].id',
      'short name',
    ],
    [
      'steps: [{ id: a, wait: { minute: 1 } }]',
      '3:26 steps[0].wait.minute',
      'did you mean minutes?',
    ],
    [
      'steps: [{ id: a, wait: { minutes: forever } }]',
      '3:35 steps[0].wait.minutes',
      'must be a number, not a text',
    ],
    [
      'steps: [{ id: a, wait: { minutes: 99999 } }]',
      '3:35 steps[0].wait.minutes',
      'at most 43200',
    ],
    [
      'steps: [{ id: a, waitFor: { withinMinutes: 5 } }]',
      '3:27 steps[0].waitFor',
      'until or event',
    ],
    [
      'steps: [{ id: a, approve: { by: [], question: x, otherwise: stopp } }]',
      '3:33 steps[0].approve.by',
      'must name somebody',
    ],
    [
      'steps: [{ id: a, approve: { by: [user:ana], question: x, otherwise: stopp } }]',
      '3:69 steps[0].approve.otherwise',
      'must be one of stop, continue',
    ],
    [
      'steps: [{ id: a, forEach: { in: "[1]", as: b, steps: [{ id: c, stop: {} }] } }]',
      '3:70 steps[0].forEach.steps[0].stop.because',
      'is missing',
    ],
    [
      'steps: [{ id: a, stop: { because: x } }, { id: a, stop: { because: x } }]',
      '3:48 steps[1].id',
      'another step',
    ],
    [
      'steps: [{ id: a, call: { play: SEV1 response } }]',
      '3:32 steps[0].call.play',
      'this play itself',
    ],
    [
      'on: [{ event: schedule, cron: a b c d e, timezone: UTC }]\nsteps: [{ id: a, stop: { because: x } }]',
      '3:31 on[0].cron',
      'five fields',
    ],
    [
      'inputs: [{ name: a, type: choice }]\nsteps: [{ id: a, stop: { because: x } }]',
      '3:10 inputs[0]',
      'options',
    ],
    ['a: &a [*a, *a]\nsteps: *a', '3:1 a', ''],
    [
      'inputs: [{ name: a, type: number }]\nsteps: [{ id: a, stop: { because: x } }]',
      '3:10 inputs[0]',
      'required: true',
    ],
  ])('bad input: %s', (text, place, message) => {
    const faults = faultsOf(text);
    expect(faults).toContainEqual(expect.stringContaining(place));
    expect(faults).toContainEqual(expect.stringContaining(message));
  });

  it.each<[string, string, string]>([
    ['action: page.peple', '5:13 steps[0].action', 'did you mean page.people?'],
    ['action: page.people@7', '5:13 steps[0].action', 'there is page.people@2'],
    ['action: page.people', '4:5 steps[0].with.people', 'is missing'],
    [
      'action: page.people@1\n    with: { peple: [user:ana] }',
      '6:13 steps[0].with.peple',
      'did you mean people?',
    ],
    [
      'action: page.people@1\n    with: { people: ana }',
      '6:21 steps[0].with.people',
      'must be a list, not a text',
    ],
    [
      'action: page.people@1\n    with: { people: [a], urgency: hgh }',
      '6:35 steps[0].with.urgency',
      'one of low, high',
    ],
    [
      'action: page.people@1\n    with: { people: [a], count: "{{ now }}" }',
      '6:33 steps[0].with.count',
      'write { cel: … }',
    ],
    [
      'action: incident.note\n    with: { text: "{{ secrets.TOKEN }}" }',
      '6:23',
      'name one where an action takes it',
    ],
    [
      'action: incident.note\n    with: { text: { cel: secrets.TOKEN } }',
      '6:26',
      'name one where an action takes it',
    ],
    [
      'when: incident.severty == "SEV1"\n    stop: { because: x }',
      '5:20 steps[0].when',
      'there is no field severty; did you mean severity?',
    ],
    [
      'when: incidnt.severity == "SEV1"\n    stop: { because: x }',
      '5:11 steps[0].when',
      'there is no incidnt here; did you mean incident?',
    ],
    [
      'when: incident.severity\n    stop: { because: x }',
      '5:11 steps[0].when',
      'comes to a text; a condition must come to yes or no',
    ],
    [
      'when: incident.severity = 1\n    stop: { because: x }',
      '5:29 steps[0].when',
      'write == and not =',
    ],
    [
      'when: incident.severity == 1\n    stop: { because: x }',
      '5:11 steps[0].when',
      '== does not go with a text and a number',
    ],
    [
      'when: steps.later.state == "x"\n    stop: { because: x }',
      '5:17 steps[0].when',
      'no step comes before this one',
    ],
    [
      'when: incident.assigned.exists(p, p.nme == "")\n    stop: { because: x }',
      '5:41 steps[0].when',
      'there is no field nme',
    ],
    [
      'when: nope()\n    stop: { because: x }',
      '5:11 steps[0].when',
      'there is no function nope that takes nothing',
    ],
    [
      'when: "incident.title.matches(\'a\') &&\n      incident.nope"\n    stop: { because: x }',
      '6:16 steps[0].when',
      'there is no field nope',
    ],
    [
      'stop: { because: "{{ incident.nme }}" }',
      '5:26 steps[0].stop.because',
      'incident has no nme; did you mean name?',
    ],
    [
      'stop: { because: "{{ x" }',
      '5:23 steps[0].stop.because',
      'cannot be read',
    ],
    [
      'stop: { because: "{{ now | nope }}" }',
      '5:23',
      'a filter that there is not: nope',
    ],
    [
      'stop: { because: "{% include \'/etc/passwd\' %}" }',
      '5:23',
      'tag "include" not found',
    ],
    [
      'stop: { because: "{% for p in incident.assigned %}{{ p.nme }}{% endfor %}" }',
      '5:58',
      'p has no nme; did you mean name?',
    ],
    [
      'stop:\n      because: |\n        Hello\n\n        {{ incident.nme }}',
      '9:12',
      'did you mean name?',
    ],
    [
      'forEach: { in: incident.title, as: t, steps: [{ id: b, stop: { because: x } }] }',
      '5:20 steps[0].forEach.in',
      'comes to a text; it must be a list',
    ],
    [
      'forEach: { in: incident.assigned, as: incident, steps: [{ id: b, stop: { because: x } }] }',
      '5:43 steps[0].forEach.as',
      'something else already',
    ],
    [
      'forEach: { in: incident.assigned, as: p, steps: [{ id: b, stop: { because: "{{ p.nme }}" } }] }',
      '5:84',
      'p has no nme',
    ],
    [
      'approve: { by: [ana], question: x }',
      '5:21 steps[0].approve.by[0]',
      'must be a person or a group',
    ],
  ])('bad input: a step that says %s', (step, place, message) => {
    const faults = inStep(step);
    expect(faults).toContainEqual(expect.stringContaining(place));
    expect(faults).toContainEqual(expect.stringContaining(message));
  });

  it('names all its faults, in the order of the text', () => {
    const faults = faultsOf(
      'steps:\n  - { id: a, wait: {} }\n  - { id: B, stop: { because: x } }\nwhen: 5',
    );
    expect(faults.map(fault => fault.split(' ')[1])).toEqual([
      'steps[0].wait.minutes',
      'steps[1].id',
      'when',
    ]);
  });

  it('bad input: no text makes it throw', () => {
    const deep = `${head}steps: ${'[{ id: a, choose: [{ when: x, steps: '.repeat(3000)}`;
    expect(read(deep).document).toBeNull();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          mutated(head + everything),
        ),
        text => {
          const { document, faults } = read(text);
          expect(document === null).toBe(faults.length > 0);
          for (const { line, column } of faults) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** A text with a piece of it taken out, doubled or replaced. */
const mutated = (text: string) =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(30),
      fc.oneof(
        fc.string({ maxLength: 10 }),
        fc.constantFrom('{{', '}}', '"', "'", '[', '{ cel: 1 }', '*a', '- '),
        fc.nat(text.length).map(from => text.slice(from, from + 30)),
      ),
    )
    .map(
      ([at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
    );

describe('an expression', () => {
  const context = {
    incident: {
      name: 'INC-7',
      minutesOpen: 12,
      openedAt: new Date('2026-11-26T09:48:00Z'),
      assigned: [
        { ref: 'user:default/ana', name: 'Ana' },
        { ref: 'user:default/ben', name: 'Ben' },
      ],
    },
    /** A Thursday. */
    now: new Date('2026-11-26T10:00:00Z'),
    steps: { look: { output: { rate: 0.5, many: 3 } } },
    text: `${'a'.repeat(26)}!`,
  };

  it.each<[string, unknown]>([
    ['incident.minutesOpen > 10', true],
    ['incident.minutesOpen * 1.5', 18],
    ['steps.look.output.rate + 1', 1.5],
    ['steps.look.output.many == 3.0', true],
    [
      'incident.assigned.map(p, p.ref)',
      ['user:default/ana', 'user:default/ben'],
    ],
    ['now - incident.openedAt', 720],
    ['now - incident.openedAt > duration("10m")', true],
    ['now', '2026-11-26T10:00:00.000Z'],
    [
      '{"at": now, "of": [1, 2.5]}',
      { at: '2026-11-26T10:00:00.000Z', of: [1, 2.5] },
    ],
    ['has(steps.look.output.nothing)', false],
    ['isBusinessHours(now, "Europe/Zurich")', true],
    ['isBusinessHours(now, "America/Los_Angeles")', false],
    ['isBetween(now, "Asia/Tokyo", "18:00", "06:00")', true],
    ['isBetween(now, "Asia/Tokyo", "20:00", "18:00")', false],
    ['weekday(now, "UTC")', 'thu'],
    ['incident.name.matches("^INC-[0-9]+$")', true],
    // JavaScript's own engine takes a quarter of a minute for this one.
    ['text.matches("(a|a)+$")', false],
  ])('%s', (expression, expected) => {
    expect(playLanguage.value(expression, context)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['incident.nope > 3', 'there is no field nope'],
    ['incident.name > 3', '> does not go with a text and a number'],
    ['incident.assigned[7].name == ""', 'the list is too short'],
    ['incident.name', 'comes to "INC-7", which is neither yes nor no'],
    ['incident.name.matches("(")', 'error parsing regexp'],
    ['isBusinessHours(now, "Zurich")', 'is no time zone'],
    ['isBetween(now, "UTC", "9:00", "10:00")', 'is no time of day'],
    ['1 / 0 == 1', 'division by zero'],
    [`${'('.repeat(100)}true${')'.repeat(100)}`, 'cannot be evaluated'],
  ])('bad input: %s', (expression, message) => {
    expect(() => playLanguage.holds(expression, context)).toThrow(message);
  });

  it.each<[string, string]>([
    ['plain', 'plain'],
    ['{{ incident.name }}', 'INC-7'],
    ['{{ incident.assigned }}', 'Ana, Ben'],
    ['{{ incident.openedAt }}', '2026-11-26T09:48:00.000Z'],
    ['{{ now | date: "%H:%M", "Europe/Zurich" }}', '11:00'],
    ['{{ incident.nothing.at.all | default: "-" }}', '-'],
    ['{{ incident.constructor }}', ''],
  ])('a text: %s', (template, expected) => {
    expect(playLanguage.fill(template, context)).toBe(expected);
  });

  it.each([
    '{% for i in (1..1000) %}{% for j in (1..1000) %}0123456789{% endfor %}{% endfor %}',
    '{% assign a = "0123456789" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
  ])('bad input: a bomb: %s', template => {
    expect(() => playLanguage.fill(template, context)).toThrow(
      'longer than 1,000,000 characters or takes too long',
    );
  });

  it('is evaluated within inputs, and a fault names the field', () => {
    const input = {
      text: '{{ incident.name }}',
      people: [{ cel: 'incident.assigned[0].ref' }, 'x'],
      plain: { cel: true },
    };
    expect(playLanguage.resolve(input, context)).toEqual({
      text: 'INC-7',
      people: ['user:default/ana', 'x'],
      plain: { cel: true },
    });
    expect(() =>
      playLanguage.resolve({ a: [{ b: { cel: 'nope' } }] }, context),
    ).toThrow('a[0].b: The expression nope');
  });
});
