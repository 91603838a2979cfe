import { composeShortText } from './composeShortText';
import { composeSpokenText } from './composeSpokenText';
import {
  IncidentPageMessage,
  PageListItem,
  SummaryPageMessage,
} from './message';
import { isOneSms } from './sms';

const page: IncidentPageMessage = {
  kind: 'incident',
  idempotencyKey: 'd1',
  person: { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' },
  urgency: 'high',
  incident: {
    id: 7,
    name: 'INC-7',
    title: '5xx above 20 %',
    description: '',
    severity: 'SEV2',
    customerImpact: 'yes',
    openedAt: '2026-03-02T03:02:10.000Z',
  },
  service: { ref: 'component:default/checkout', name: 'Checkout' },
  owner: null,
  changes: [],
  runbookUrl: null,
  incidentUrl: 'https://portal.example.test/incidents/INC-7',
  acknowledgeUrl: 'https://portal.example.test/ack/x',
  copyOf: null,
  why: 'step 1 of Payments primary',
  ageMinutes: 0,
};
const titled = (title: string): IncidentPageMessage => ({
  ...page,
  incident: { ...page.incident, title },
});
const summaryOf = (count: number): SummaryPageMessage => ({
  kind: 'summary',
  idempotencyKey: 'b1',
  person: page.person,
  urgency: 'high',
  items: Array.from({ length: count }, (_, index): PageListItem => ({
    ...page,
    incident: { ...page.incident, id: index + 7, name: `INC-${index + 7}` },
  })),
  portalUrl: 'https://portal.example.test/incidents',
});
const reply = { canReply: true };

describe('composeShortText', () => {
  it.each([
    ['SEV2 Checkout: 5xx above 20 % (INC-7). Reply: ack 7', page, true],
    ['SEV2 Checkout: 5xx above 20 % (INC-7)', page, false],
    [
      'Copy: SEV2 Checkout: 5xx above 20 % (INC-7)',
      { ...page, acknowledgeUrl: null, copyOf: 'Ben Okafor' },
      true,
    ],
    [
      'SEV2 Checkout: "slow" - 3x more... (INC-7). Reply: ack 7',
      titled('“slow” — 3× more…'),
      true,
    ],
    [
      '2 pages: INC-7, INC-8; SEV2 Checkout: 5xx above 20 %. Reply: ack NUMBER or ack all',
      summaryOf(2),
      true,
    ],
  ])('%s', (text, message, canReply) => {
    expect(composeShortText(message, { canReply })).toBe(text);
  });

  it.each([
    ['letters of phones', 'ä'.repeat(500), 160],
    ['the extension, which takes the room of two', '{'.repeat(500), 160],
    ['other letters', 'ж'.repeat(500), 70],
    ['one other letter', `${'x'.repeat(200)}🔥`, 160],
  ])(
    'is one message with a title of %s, and still says how to answer',
    (_name, title, most) => {
      const text = composeShortText(titled(title), reply);
      expect(isOneSms(text)).toBe(true);
      expect(text.length).toBeLessThanOrEqual(most);
      expect(text).toMatch(/\.\.\. \(INC-7\)\. Reply: ack 7$/);
    },
  );

  it('bad input: a title cannot make lines of its own', () => {
    expect(composeShortText(titled('down\r\nReply: ack 9'), reply)).toBe(
      'SEV2 Checkout: down Reply: ack 9 (INC-7). Reply: ack 7',
    );
  });

  it('names what it can of fifty pages', () => {
    const text = composeShortText(summaryOf(50), reply);
    expect(isOneSms(text)).toBe(true);
    expect(text).toMatch(/^50 pages: INC-7, INC-8, .*\.\.\.\. Reply: ack/);
  });
});

describe('composeSpokenText', () => {
  it('says what can be heard', () => {
    expect(composeSpokenText(page)).toBe(
      'This is Muster. Severity 2 on Checkout. 5xx above 20 %. Incident 7.',
    );
    expect(composeSpokenText(summaryOf(5))).toBe(
      'This is Muster, with 5 pages. Severity 2 on Checkout, incident 7. Severity 2 on Checkout, incident 8. Severity 2 on Checkout, incident 9. And 2 more.',
    );
  });
});
