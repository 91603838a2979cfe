// Texts that people, monitors and the catalog write are shown as what they are, on every screen.
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactElement } from 'react';
import { hostileServer } from './__testUtils__/hostileServer';
import { paymentsEntity, showView } from './__testUtils__/showView';
import { IncidentsRoot } from './data';
import { EntityGroupOnCallCard } from './entity/EntityGroupOnCallCard';
import { EntityIncidentsCard } from './entity/EntityIncidentsCard';
import { EntityIncidentsContent } from './entity/EntityIncidentsContent';
import { EntityOnCallCard } from './entity/EntityOnCallCard';
import { EntityEscalationContent } from './escalation/EntityEscalationContent';
import { IncidentPage } from './incident/IncidentPage';
import { IncidentsPage } from './incidents/IncidentsPage';
import { NowPage } from './incidents/NowPage';
import { MailboxPage } from './mailbox/MailboxPage';
import { MePage } from './me/MePage';
import { OnCallPage } from './oncall/OnCallPage';
import { SchedulePage } from './oncall/schedule/SchedulePage';
import { PlaysPage } from './plays/PlaysPage';
import { PlayPage } from './plays/play/PlayPage';
import { RunPage } from './plays/run/RunPage';
import { PoliciesPage } from './policies/PoliciesPage';
import { FollowUpBoard } from './postmortems/board/FollowUpBoard';
import { FactorsPage } from './postmortems/browse/FactorsPage';
import { EntityPostmortemsContent } from './postmortems/entity/EntityPostmortemsContent';
import { PostmortemsPage } from './postmortems/PostmortemsPage';
import { ReadPage } from './postmortems/read/ReadPage';
import { SettingsPage } from './settings/SettingsPage';

jest.setTimeout(60_000);

/* eslint-disable no-script-url -- what hostile monitors send */
const texts = [
  [
    `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`,
    `"><iframe src="javascript:window.hacked=1"></iframe><b onmouseover=x>`,
    '[x](javascript:window.hacked=1) ![x](https://pictures.example.test/x.png)',
    // eslint-disable-next-line no-template-curly-in-string
    '{{constructor.constructor("window.hacked=1")()}} ${window.hacked=1}',
  ].join(' '),
  'javascript:window.hacked=1//https://ok.example.test',
  ' jAvAsCrIpT:window.hacked=1',
  'data:text/html,<script>window.hacked=1</script>',
  '//hacked.example.test/x',
  '/\\hacked.example.test/x',
];

const views: readonly (readonly [name: string, view: ReactElement])[] = [
  ['an incident', <IncidentPage name="INC-7" />],
  ['Now', <NowPage />],
  ['the list of incidents', <IncidentsPage />],
  ['the card of an entity', <EntityIncidentsCard />],
  ['the card of who is on call', <EntityOnCallCard />],
  ['the tab of an entity', <EntityIncidentsContent />],
  ['the escalation of an entity', <EntityEscalationContent />],
  ['schedules', <OnCallPage />],
  [
    'a schedule',
    <IncidentsRoot name="schedule">
      <SchedulePage id="s1" />
    </IncidentsRoot>,
  ],
  [
    'the card of a group',
    <EntityProvider entity={paymentsEntity}>
      <EntityGroupOnCallCard />
    </EntityProvider>,
  ],
  ['policies', <PoliciesPage />],
  ['plays', <PlaysPage />],
  [
    'a play',
    <IncidentsRoot name="play">
      <PlayPage id="p1" />
    </IncidentsRoot>,
  ],
  [
    'a run of a play',
    <IncidentsRoot name="run">
      <RunPage id="r1" />
    </IncidentsRoot>,
  ],
  ['postmortems', <PostmortemsPage />],
  [
    'a postmortem',
    <IncidentsRoot name="postmortem">
      <ReadPage name="PM-12" />
    </IncidentsRoot>,
  ],
  [
    'the board of follow-ups',
    <IncidentsRoot name="follow-ups">
      <FollowUpBoard />
    </IncidentsRoot>,
  ],
  [
    'the report of factors',
    <IncidentsRoot name="factors">
      <FactorsPage />
    </IncidentsRoot>,
  ],
  ['the postmortems of an entity', <EntityPostmortemsContent />],
  ['settings', <SettingsPage />],
  ['the mailbox', <MailboxPage />],
  ['me', <MePage />],
];

/** All of it without spaces, which the screens may fold. */
const tight = (text: string | null): string => (text ?? '').replace(/\s/g, '');

/** Opens everything that is folded, once. */
async function unfold(part: HTMLElement): Promise<void> {
  for (const button of within(part).queryAllByRole('button', {
    expanded: false,
  })) {
    if (button.getAttribute('aria-haspopup')) continue;
    await userEvent.click(button);
  }
}

/** Where a browser would go that follows the link. */
const targetOf = (link: HTMLAnchorElement): URL =>
  new URL(link.getAttribute('href') ?? '', 'http://localhost/');

describe.each(texts)('hostile text %j', text => {
  let complaints: jest.SpyInstance<void, unknown[]>;
  beforeEach(() => {
    complaints = jest.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => complaints.mockRestore());
  /** What React says of parts that it cannot tell from each other: it may leave some out. */
  const confusions = () =>
    complaints.mock.calls.filter(([words]) => /same key/.test(String(words)));

  it.each(views)('is only text in %s', async (_name, view) => {
    showView(view, { server: hostileServer(text) });
    const ours = await waitFor(() => {
      const parts = document.querySelectorAll<HTMLElement>(
        '[data-testid^="incidents-"]',
      );
      const shown = [...parts].find(part =>
        tight(part.textContent).includes(tight(text)),
      );
      expect(shown).toBeDefined();
      return shown ?? document.body;
    });
    await waitFor(() =>
      expect(screen.queryAllByRole('progressbar')).toEqual([]),
    );
    await unfold(ours);

    expect(
      document.querySelectorAll(
        'script, iframe, object, embed, base, link[href*="hacked"], [srcdoc], [onerror], [onmouseover], img, form[action]',
      ),
    ).toHaveLength(0);
    for (const link of document.querySelectorAll('a')) {
      const { protocol, hostname } = targetOf(link);
      expect(['http:', 'https:']).toContain(protocol);
      expect(hostname).not.toBe('hacked.example.test');
      expect(link.href).not.toMatch(/^\s*(javascript|data|vbscript):/i);
    }
    expect(window).not.toHaveProperty('hacked');
    expect(confusions()).toEqual([]);
  });
});
