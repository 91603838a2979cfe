import { kindOf } from '../editor/steps';
import { summaryOf } from './summary';

const words = {
  name: (ref: string) => ref.replace(/^.*\//, '@'),
  minutes: (minutes: number) => `${minutes} min`,
};
const said = (step: object) => {
  const kind = kindOf(step);
  return kind && summaryOf(step, kind, words);
};

it.each<[step: object, words: string]>([
  [
    { action: 'page.people', with: { people: ['user:default/ana'] } },
    'page.people · @ana',
  ],
  [{ action: 'incident.note', with: { text: '' } }, 'incident.note'],
  [{ action: 'incident.note' }, 'incident.note'],
  [{ wait: { minutes: 5, onlyIf: 'true' } }, '5 min · true'],
  [
    {
      approve: {
        by: ['group:default/pay', '{{ owner.ref }}'],
        question: 'Go?',
      },
    },
    'Go? · @pay, {{ owner.ref }}',
  ],
  [
    { parallel: { branches: [[{ id: 'a' }, { id: 'b' }], [{ id: 'c' }]] } },
    'a, b ∥ c',
  ],
  [{ choose: [{ when: 'x' }, { when: 'y' }] }, 'x | y'],
  [{ forEach: { in: 'list', steps: [{ id: 'a' }] } }, 'list · a'],
  [{ wait: null }, ''],
  [{ approve: { by: 7 } }, ''],
])('says of %j: %s', (step, expected) => {
  expect(said({ id: 'one', ...step })).toBe(expected);
});
