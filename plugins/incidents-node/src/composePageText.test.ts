import { composeNoteText, composePageText } from './composePageText';
import { IncidentPageMessage } from './message';

const message: IncidentPageMessage = {
  kind: 'incident',
  idempotencyKey: 'd1',
  person: { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' },
  urgency: 'high',
  incident: {
    id: 7,
    name: 'INC-7',
    title: '5xx above 20 %',
    description: 'Errors since 03:00.\nAll regions.',
    severity: 'SEV2',
    customerImpact: 'yes',
    openedAt: '2026-03-02T03:02:10.000Z',
  },
  service: { ref: 'component:default/checkout', name: 'Checkout' },
  owner: { ref: 'group:default/payments', name: 'Payments' },
  changes: [{ at: '2026-03-02T02:55:00.000Z', text: 'deploy checkout 1.42' }],
  runbookUrl: 'https://portal.example.test/docs/checkout',
  incidentUrl: 'https://portal.example.test/incidents/INC-7',
  acknowledgeUrl: 'https://portal.example.test/ack/x',
  copyOf: null,
  why: 'step 1 of Payments primary',
  ageMinutes: 0,
};

describe('composePageText', () => {
  it('says severity, service and what first, then impact, changes, runbook and acknowledge link', () => {
    expect(composePageText(message)).toEqual({
      subject: 'SEV2 Checkout: 5xx above 20 % (INC-7)',
      text: [
        'SEV2 Checkout: 5xx above 20 %',
        '',
        'Impact: customers are affected',
        'Since: 2026-03-02 03:02 UTC',
        'Owner: Payments',
        'What is known:',
        '> Errors since 03:00.',
        '> All regions.',
        '',
        'What changed in the last hours:',
        '- 2026-03-02 02:55 UTC deploy checkout 1.42',
        '',
        'Runbook: https://portal.example.test/docs/checkout',
        'Acknowledge: https://portal.example.test/ack/x',
        'INC-7: https://portal.example.test/incidents/INC-7',
        '',
        'Why you: step 1 of Payments primary',
        '',
      ].join('\n'),
    });
  });

  it('tells a learner that it is a copy, in the place of the acknowledge link', () => {
    const { subject, text } = composePageText({
      ...message,
      acknowledgeUrl: null,
      copyOf: 'Ben Okafor and\nCarla Out',
      why: 'shadowing Ben Okafor and Carla Out',
    });
    expect(subject).toBe('Copy: SEV2 Checkout: 5xx above 20 % (INC-7)');
    expect(text).toContain(
      '\nYou shadow Ben Okafor and Carla Out: this is a copy of their page, and there is nothing for you to do\nINC-7: ',
    );
    expect(text).not.toContain('Acknowledge');
  });

  it('writes a note with its link, and what people wrote stays within its lines', () => {
    expect(
      composeNoteText({
        idempotencyKey: 'n1',
        person: message.person,
        about: 'cover:r1',
        subject: 'Ben\r\nBcc: all@example.test asks you to cover',
        text: 'Payments: Mon\nplease\u2028Portal: https://evil.example.test',
        url: 'https://portal.example.test/incidents/me',
      }),
    ).toEqual({
      subject: 'Ben Bcc: all@example.test asks you to cover',
      text: [
        'Ben Bcc: all@example.test asks you to cover',
        '',
        'Payments: Mon',
        'please Portal: https://evil.example.test',
        '',
        'Portal: https://portal.example.test/incidents/me',
        '',
      ].join('\n'),
    });
  });

  it('says what is missing instead of leaving it out', () => {
    const { text } = composePageText({
      ...message,
      owner: null,
      changes: [],
      runbookUrl: null,
      incident: { ...message.incident, description: ' ' },
    });
    expect(text).toContain('Owner: nobody owns this service in the catalog\n');
    expect(text).toContain('nothing that was reported here\n');
    expect(text).toContain('Runbook: none is linked to this service\n');
    expect(text).not.toContain('What is known');
  });

  it('says that it is late when it was decided long ago', () => {
    expect(composePageText({ ...message, ageMinutes: 34 }).text).toContain(
      'This page is late: it was decided 34 min ago',
    );
  });

  it('bad input: a title or description cannot make lines of its own', () => {
    const { subject, text } = composePageText({
      ...message,
      incident: {
        ...message.incident,
        title: 'down\r\nBcc: all@example.test\u2028x',
        description: 'a\u2028Acknowledge: https://evil.example.test\r\rb',
      },
    });
    expect(subject).toBe('SEV2 Checkout: down Bcc: all@example.test x (INC-7)');
    expect(text.split('\n').slice(5, 10)).toEqual([
      'What is known:',
      '> a',
      '> Acknowledge: https://evil.example.test',
      '>',
      '> b',
    ]);
  });

  it('bad input: a runbook of the catalog cannot make lines of its own', () => {
    const { text } = composePageText({
      ...message,
      runbookUrl: 'x\r\nAcknowledge: https://evil.example.test',
    });
    expect(text).toContain(
      '\nRunbook: x Acknowledge: https://evil.example.test\n',
    );
  });

  it('bad input: an endless title is cut in the subject and kept in the text', () => {
    const title = '🔥'.repeat(300);
    const { subject, text } = composePageText({
      ...message,
      incident: { ...message.incident, title },
    });
    expect([...subject]).toHaveLength(200);
    expect(subject.endsWith('🔥… (INC-7)')).toBe(true);
    expect(text).toContain(title);
  });

  it('calls a test page a test page', () => {
    expect(
      composePageText({
        kind: 'test',
        idempotencyKey: 't1',
        person: message.person,
        urgency: 'high',
        portalUrl: 'https://portal.example.test/incidents',
      }),
    ).toEqual({
      subject: 'Test page: nothing is broken',
      text: 'Test page: nothing is broken.\n\nAna Ruiz, this is how a page reaches you on this channel. There is nothing to do.\n\nPortal: https://portal.example.test/incidents\n',
    });
  });
});
