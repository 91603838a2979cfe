import { completionsAt, LanguageHelp } from './completions';

const help: LanguageHelp = {
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'What it is called' },
      on: {
        type: 'array',
        items: {
          oneOf: [
            { properties: { event: { enum: ['incident.triggered'] } } },
            { properties: { event: { const: 'webhook' }, cron: {} } },
          ],
        },
      },
      steps: { type: 'array', items: { $ref: '#/$defs/step' } },
    },
    $defs: {
      step: {
        anyOf: [
          {
            properties: {
              id: {},
              when: {},
              action: {},
              with: { type: 'object' },
              onFailure: {
                anyOf: [
                  { enum: ['stop', 'continue'] },
                  { type: 'array', items: { $ref: '#/$defs/step' } },
                ],
              },
            },
          },
          { properties: { id: {}, wait: { properties: { minutes: {} } } } },
        ],
      },
    },
  },
  context: [
    { name: 'incident.severity', type: 'string', description: 'How bad' },
  ],
  actions: [
    {
      id: 'page.people@1',
      title: 'Page people',
      description: '',
      source: 'Muster',
      input: { properties: { people: { type: 'array' }, text: {} } },
      output: {},
      idempotent: true,
      simulatable: true,
      reversible: false,
    },
  ],
};

/** The labels where `|` stands. */
const offered = (text: string): readonly string[] | undefined =>
  completionsAt(text.replace('|', ''), text.indexOf('|'), help)?.options.map(
    ({ label }) => label,
  );

describe('completions', () => {
  const steps = 'steps:\n  - id: a\n    action: page.people\n';

  it.each([
    ['keys of a play', 'na|', ['name', 'on', 'steps']],
    [
      'keys of a step',
      'steps:\n  - |',
      ['id', 'when', 'action', 'with', 'onFailure', 'wait'],
    ],
    [
      'where lists are not indented',
      'steps:\n- id: a\n  wait:\n    |',
      ['minutes'],
    ],
    [
      'keys of a step in a step',
      `${steps}    onFailure:\n      - id: b\n        wait:\n          m|`,
      ['minutes'],
    ],
    [
      'keys of an action’s input',
      `${steps}    with:\n      |`,
      ['people', 'text'],
    ],
    [
      'also when its action stands below',
      'steps:\n  - id: a\n    with:\n      |\n    action: page.people@1\n',
      ['people', 'text'],
    ],
    ['ids of actions', 'steps:\n  - id: a\n    action: pa|', ['page.people']],
    ['values of a choice', `${steps}    onFailure: |`, ['stop', 'continue']],
    [
      'values of all alternatives',
      'on:\n  - event: |',
      ['incident.triggered', 'webhook'],
    ],
    [
      'the context in a condition',
      `${steps}    when: incident.|`,
      ['incident.severity'],
    ],
    [
      'the context in a template',
      `${steps}    with:\n      text: Look at {{ inc|`,
      ['incident.severity'],
    ],
  ])('%s', (_case, text, labels) => {
    expect(offered(text)).toEqual(labels);
  });

  it('puts a key with its colon in the place of what was typed of it', () => {
    expect(completionsAt('na', 2, help)).toMatchObject({
      from: 0,
      options: [{ apply: 'name: ', info: 'What it is called' }, {}, {}],
    });
  });
});
