import { TriggerEvent } from './eventsV2';
import { changesOf, changeText, descriptionOf, titleOf } from './model';

const event: TriggerEvent = {
  action: 'trigger',
  dedupKey: 'k',
  severity: 'critical',
  summary: 'Disk 91%',
  source: 'db3',
  component: null,
  group: 'shop',
  class: null,
  client: 'Acme Watch',
  clientUrl: 'https://watch.example.test/81',
  occurredAt: null,
  links: [
    { href: 'https://runbooks.example.test/disk', text: 'Runbook' },
    { href: 'https://x.example.test', text: 'https://x.example.test' },
  ],
  images: [],
  details: null,
};

describe('a repeat of an open alert', () => {
  const alert = { severity: 'error', summary: 'Disk 91%' } as const;

  it.each([
    ['critical', { severity: 'critical' }],
    ['error', {}],
    ['warning', {}],
    ['info', {}],
  ] as const)('of severity %s changes %j', (severity, changes) => {
    expect(changesOf(alert, { severity, summary: 'Disk 91%' })).toEqual(
      changes,
    );
  });

  it('is told in one sentence for each thing that changes', () => {
    const changes = changesOf(alert, {
      severity: 'critical',
      summary: 'Disk 99%',
    });
    expect(changeText('Watch', alert, changes)).toBe(
      'Watch raised the alert from error to critical. Watch now says: Disk 99%',
    );
  });
});

describe('the incident of an alert', () => {
  it('has the summary on one line as its title, cut at 300 code points', () => {
    expect(titleOf(' Disk\n91%\t full ')).toBe('Disk 91% full');
    expect(titleOf('🚨'.repeat(300))).toBe('🚨'.repeat(300));
    expect(titleOf('🚨'.repeat(301))).toBe(`${'🚨'.repeat(299)}…`);
  });

  it('is described by what the monitor said beside it', () => {
    expect(descriptionOf(event)).toBe(
      [
        'Source: db3',
        'Group: shop',
        'Monitor: https://watch.example.test/81',
        'Runbook: https://runbooks.example.test/disk',
        'Link: https://x.example.test',
      ].join('\n'),
    );
  });

  it('is described by the whole summary too, where the title is not all of it', () => {
    const summary = 'Disk\n91%';
    expect(descriptionOf({ ...event, summary, links: [] })).toBe(
      'Disk\n91%\n\nSource: db3\nGroup: shop\nMonitor: https://watch.example.test/81',
    );
  });
});
