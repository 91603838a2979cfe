import { runbookUrl } from './runbook';

describe('where a runbook is read', () => {
  const entity = 'component:default/checkout';
  it.each([
    [null, null],
    [
      'https://wiki.example.test/checkout',
      'https://wiki.example.test/checkout',
    ],
    [
      '/docs/default/component/checkout/runbook',
      'https://portal/docs/default/component/checkout/runbook',
    ],
    ['runbook', 'https://portal/docs/default/component/checkout/runbook'],
    [
      'runbooks/db.md',
      'https://portal/docs/default/component/checkout/runbooks/db',
    ],
    [
      'runbooks/index.md',
      'https://portal/docs/default/component/checkout/runbooks',
    ],
    [
      'data:text/html,x',
      'https://portal/docs/default/component/checkout/data:text/html,x',
    ],
  ])('%p → %p', (runbook, expected) => {
    expect(runbookUrl(entity, runbook, 'https://portal')).toBe(expected);
  });
});
