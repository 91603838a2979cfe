import { contract, Page } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  acknowledged,
  aDetail,
  ana,
  anEntry,
  ben,
  checkout,
  done,
  minutesAgo,
  resolved,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { IncidentPage } from './IncidentPage';

const {
  get,
  timeline,
  acknowledge,
  join,
  resolve,
  escalate,
  reassign,
  edit,
  note,
  snooze,
  page: pagePeople,
  confirm,
} = contract.incidents;
const { ledger, why } = contract.paging;
const { ofIncident, changes } = contract.alerts;

describe('IncidentPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(get, aDetail())
      .onCall(timeline, ({ query }) => ({
        items: query.afterSeq === '0' ? [anEntry({ seq: 1 })] : [],
      }))
      .on(ledger, { items: [] })
      .on(ofIncident, { items: [] })
      .on(changes, { items: [] });
  });

  const show = async () => {
    const view = showView(<IncidentPage name="INC-7" />, { server });
    await screen.findByRole('heading', { name: /INC-7 / });
    return view;
  };
  const button = (name: string) => screen.getByRole('button', { name });
  const panel = (name: string) => within(screen.getByRole('region', { name }));
  const chooseFromMenu = async (name: string) => {
    await userEvent.click(button('More actions'));
    await userEvent.click(await screen.findByRole('menuitem', { name }));
  };

  it('bad input: an address that names no incident is told so, and leads back', async () => {
    showView(<IncidentPage name="list" />, { server });
    expect(await screen.findByText('There is no page here')).toBeVisible();
    expect(screen.getByRole('link', { name: 'All incidents' })).toBeVisible();
  });

  it('says what is wrong, since when, who is responsible, and what happens next', async () => {
    server.on(
      get,
      aDetail({
        description: 'one\n<b>two</b>',
        runbook: 'https://docs.example.test/checkout',
        nextStep: {
          at: minutesAgo(-4),
          step: 2,
          text: 'Ben Okafor, step 2 of Payments',
        },
        recurrenceOf: { id: 3, name: 'INC-3' },
      }),
    );
    await show();
    const root = screen.getByTestId('incidents-incident');
    expect(root).toHaveTextContent('owned by Payments');
    expect(root).toHaveTextContent('customers affected: not known');
    expect(screen.getByText('<b>two</b>', { exact: false })).toBeVisible();
    expect(screen.getByRole('link', { name: /Runbook/ })).toHaveAttribute(
      'href',
      'https://docs.example.test/checkout',
    );
    expect(screen.getByRole('link', { name: 'INC-3' })).toHaveAttribute(
      'href',
      '/incidents/INC-3',
    );
    expect(screen.getByText(/^[34]:\d\d$/)).toBeInTheDocument();
    expect(
      screen.getByText('pages Ben Okafor, step 2 of Payments'),
    ).toBeInTheDocument();
  });

  it('offers the next thing to do, and only what the viewer may do', async () => {
    server.on(get, aDetail({ may: ['acknowledge', 'join', 'note'] }));
    await show();
    expect(button('Acknowledge')).toBeEnabled();
    expect(
      screen.queryByRole('button', { name: 'Resolve' }),
    ).not.toBeInTheDocument();
    await userEvent.click(button('More actions'));
    const items = await screen.findAllByRole('menuitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(['Join']);
  });

  it('offers nothing to whoever may do nothing', async () => {
    server.on(get, aDetail({ ...resolved, may: [] }));
    await show();
    for (const name of ['Acknowledge', 'Resolve', 'Join', 'More actions']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
    expect(
      screen.queryByLabelText('Write what you see or did'),
    ).not.toBeInTheDocument();
  });

  it('acknowledges once for a double click, says so, and offers to resolve', async () => {
    let taken = aDetail();
    server
      .onCall(get, () => taken)
      .onCall(acknowledge, async () => {
        // As long as a server takes; the second click comes before.
        await new Promise(answered => setTimeout(answered, 50));
        taken = aDetail({ ...acknowledged, may: ['resolve', 'note'] });
        return done(taken, 'You have INC-7');
      });
    const { toast } = await show();
    await userEvent.dblClick(button('Acknowledge'));
    expect(
      await screen.findByRole('button', { name: 'Resolve' }),
    ).toBeEnabled();
    expect(server.callsOf(acknowledge)).toEqual([
      { id: acknowledge.id, params: { id: 'INC-7' }, query: {}, body: {} },
    ]);
    expect(toast.post.mock.calls).toEqual([
      [{ title: 'You have INC-7', status: 'success', timeout: 6000 }],
    ]);
  });

  it('tells who was quicker', async () => {
    server.on(
      acknowledge,
      done(aDetail(), 'Ben Okafor has it since 03:04', 'unchanged'),
    );
    const { toast } = await show();
    await userEvent.click(button('Acknowledge'));
    await waitFor(() =>
      expect(toast.post).toHaveBeenCalledWith(
        expect.objectContaining({
          title: 'Ben Okafor has it since 03:04',
          status: 'info',
        }),
      ),
    );
  });

  it('shows why a command was refused', async () => {
    server.refuse(join, 403, 'Only people may join');
    await show();
    await chooseFromMenu('Join');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Only people may join',
    );
  });

  it('resolves with a word on what helped', async () => {
    server.on(resolve, done(aDetail(resolved), 'INC-7 is resolved'));
    await show();
    await chooseFromMenu('Resolve');
    await userEvent.type(
      await screen.findByLabelText(/What helped/),
      'Rolled back v341',
    );
    await userEvent.click(button('Resolve'));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(resolve).map(({ body }) => body)).toEqual([
      { note: 'Rolled back v341' },
    ]);
  });

  it('asks before it escalates', async () => {
    server
      .on(
        get,
        aDetail({
          nextStep: { at: minutesAgo(-4), step: 2, text: 'Ben Okafor, step 2' },
        }),
      )
      .on(escalate, done(aDetail(), 'Ben Okafor is paged'));
    await show();
    await chooseFromMenu('Escalate now');
    expect(
      await screen.findByText(/This pages Ben Okafor, step 2 at once/),
    ).toBeInTheDocument();
    expect(server.callsOf(escalate)).toEqual([]);
    await userEvent.click(button('Escalate now'));
    await waitFor(() => expect(server.callsOf(escalate)).toHaveLength(1));
  });

  it('gives the incident to somebody of the catalog', async () => {
    server.on(reassign, done(aDetail({ assigned: [ben] }), 'Ben is paged'));
    await show();
    await chooseFromMenu('Reassign');
    await userEvent.type(await screen.findByLabelText('To whom?'), 'ben');
    await userEvent.click(
      await screen.findByRole('option', { name: 'Ben Okafor' }),
    );
    await userEvent.click(button('Reassign and page'));
    await waitFor(() =>
      expect(server.callsOf(reassign).map(({ body }) => body)).toEqual([
        { people: [ben.ref] },
      ]),
    );
  });

  it('sends only the fields that were changed, and the version that was seen', async () => {
    server.on(edit, aDetail({ severity: 'SEV1', version: 2 }));
    await show();
    await chooseFromMenu('Change title, severity, impact');
    expect(await screen.findByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.selectOptions(screen.getByLabelText('Severity'), 'SEV1');
    await userEvent.click(button('Save'));
    await waitFor(() =>
      expect(server.callsOf(edit).map(({ body }) => body)).toEqual([
        { version: 1, severity: 'SEV1' },
      ]),
    );
  });

  it('keeps what was typed when somebody else was quicker, and says what it says now', async () => {
    let stored = aDetail();
    server.onCall(get, () => stored);
    await show();
    await chooseFromMenu('Change title, severity, impact');
    const title = await screen.findByLabelText(/Title/);
    await userEvent.clear(title);
    await userEvent.type(title, 'Checkout is down');

    stored = aDetail({ title: 'Payments fail', version: 2 });
    server.refuse(
      edit,
      409,
      'INC-7 was changed since you looked (Ben Okafor changed the title)',
    );
    await userEvent.click(button('Save'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Ben Okafor changed the title',
    );
    expect(
      await screen.findByText('It says “Payments fail” now.'),
    ).toBeInTheDocument();
    expect(title).toHaveValue('Checkout is down');

    server.on(edit, aDetail({ title: 'Checkout is down', version: 3 }));
    await userEvent.click(button('Save over it'));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(edit).map(({ body }) => body)).toEqual([
      { version: 1, title: 'Checkout is down' },
      { version: 2, title: 'Checkout is down' },
    ]);
  });

  describe('timeline', () => {
    const entries = [
      anEntry({ seq: 1, at: minutesAgo(60 * 24 * 3) }),
      anEntry({ seq: 2, kind: 'paged', text: 'Paged Ana Ruiz' }),
      anEntry({
        seq: 3,
        kind: 'note',
        text: 'It is\nthe <i>pool</i>',
        actor: { kind: 'person', ...ben },
      }),
    ];
    const shown = () =>
      within(screen.getByRole('list', { name: 'What happened' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent?.replace(/^\d\d:\d\d/, ''));

    beforeEach(() => {
      server.onCall(timeline, ({ query }) => ({
        items: entries.filter(({ seq }) => seq > Number(query.afterSeq)),
      }));
    });

    it('shows the newest first, by day, in the words of the server', async () => {
      await show();
      await screen.findByText('Paged Ana Ruiz');
      const [day, newest, paged, earlier, oldest] = shown();
      expect(day).toMatch(/^(Today|Yesterday)$/);
      expect(newest).toBe('Ben Okafor wroteIt is\nthe <i>pool</i>');
      expect(paged).toBe('Paged Ana Ruiz');
      expect(earlier).toMatch(/^\w+day, /);
      expect(oldest).toBe('SEV2 triggered by Alertmanager');
    });

    it('shows one kind on request', async () => {
      await show();
      await screen.findByText('Paged Ana Ruiz');
      await userEvent.click(button('People'));
      expect(shown().slice(1)).toEqual([
        'Ben Okafor wroteIt is\nthe <i>pool</i>',
      ]);
      await userEvent.click(button('Paging'));
      expect(shown().slice(1)).toEqual(['Paged Ana Ruiz']);
      expect(button('Paging')).toHaveAttribute('aria-pressed', 'true');
    });

    it('asks only for what came after what it knows', async () => {
      server.on(note, done(aDetail(), 'Noted'));
      await show();
      await screen.findByText('Paged Ana Ruiz');
      await userEvent.type(
        screen.getByLabelText('Write what you see or did'),
        'Rolling back',
      );
      await userEvent.click(button('Add note'));
      await waitFor(() =>
        expect(server.callsOf(timeline).at(-1)?.query.afterSeq).toBe('3'),
      );
      expect(server.callsOf(note).map(({ body }) => body)).toEqual([
        { text: 'Rolling back' },
      ]);
      expect(screen.getByLabelText('Write what you see or did')).toHaveValue(
        '',
      );
      expect(shown().slice(1, 3)).toHaveLength(2);
    });

    it('keeps a note that could not be stored', async () => {
      server.refuse(note, 503, 'Nothing can be stored now');
      await show();
      const text = screen.getByLabelText('Write what you see or did');
      await userEvent.type(text, 'Rolling back');
      await userEvent.click(button('Add note'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Nothing can be stored now',
      );
      expect(text).toHaveValue('Rolling back');
    });
  });

  it('tells who was paged through what, why, and what failed', async () => {
    const page: Page = {
      id: 'p1',
      incidentId: 7,
      person: ana,
      urgency: 'high',
      createdAt: minutesAgo(12),
      step: 1,
      why: 'step 1 of Payments',
      copyOf: null,
      deliveries: [
        {
          id: 'd1',
          channel: 'portal',
          address: null,
          state: 'sent',
          dueAt: minutesAgo(12),
          sentAt: minutesAgo(12),
          reason: null,
          attempts: [],
        },
        {
          id: 'd2',
          channel: 'email',
          address: 'a••@example.test',
          state: 'failed',
          dueAt: minutesAgo(12),
          sentAt: null,
          reason: 'the mail server is away',
          attempts: [
            { at: minutesAgo(11), outcome: 'retry', detail: 'ECONNREFUSED' },
          ],
        },
      ],
    };
    server.on(ledger, { items: [page] });
    await show();
    await panel('Pages').findByText('Ana Ruiz');
    const text = screen.getByRole('region', { name: 'Pages' }).textContent;
    expect(text).toMatch(/step 1 of Payments/);
    expect(text).toMatch(/in the portal: sent/);
    expect(text).toMatch(
      /by mail a••@example.test: failed – the mail server is away.*ECONNREFUSED/,
    );
  });

  it('follows only http links of a monitor, and shows its details as text', async () => {
    server.on(ofIncident, {
      items: [
        {
          id: 'a1',
          incidentId: 7,
          integration: { id: 'i1', name: 'Alertmanager' },
          entity: checkout,
          dedupKey: 'err',
          status: 'open',
          severity: 'critical',
          summary: 'Errors <img src=x>',
          source: 'prometheus-1',
          component: null,
          group: null,
          class: null,
          client: null,
          clientUrl: null,
          links: [
            { href: 'https://grafana.example.test/d/1', text: 'Dashboard' },
            // eslint-disable-next-line no-script-url -- what a hostile monitor sends
            { href: 'javascript:alert(1)', text: 'bad' },
          ],
          images: [],
          details: { ratio: '7.3 %' },
          occurredAt: minutesAgo(12),
          firstAt: minutesAgo(12),
          lastAt: minutesAgo(1),
          count: 41,
          resolvedAt: null,
        },
      ],
    });
    await show();
    await userEvent.click(await screen.findByText('Errors <img src=x>'));
    const link = await screen.findByRole('link', { name: 'Dashboard' });
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    expect(screen.getByText('bad')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'bad' })).not.toBeInTheDocument();
    expect(screen.getByLabelText('Details')).toHaveTextContent(
      '{ "ratio": "7.3 %" }',
    );
    expect(panel('Alerts').getByText(/41 times/)).toBeInTheDocument();
  });

  it('shows what changed, and how long before', async () => {
    server.on(changes, {
      items: [
        {
          id: 'c1',
          entity: checkout,
          at: minutesAgo(16.5),
          summary: 'checkout v341 deployed',
          source: 'CI',
          links: [],
          details: null,
        },
      ],
    });
    await show();
    expect(
      await screen.findByText('checkout v341 deployed'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'What changed' }),
    ).toHaveTextContent('4 min before the incident · CI');
  });

  it('bad input: an unknown incident is said to be so', async () => {
    server.refuse(get, 404, 'There is no incident INC-99');
    showView(<IncidentPage name="INC-99" />, { server });
    expect(
      await screen.findByText('There is no incident INC-99'),
    ).toBeInTheDocument();
  });

  it('says that maintenance holds it, until when and why', async () => {
    server.on(
      get,
      aDetail({ held: { reason: 'Database move', until: minutesAgo(-30) } }),
    );
    await show();
    expect(screen.getByText(/^Held by maintenance until/)).toBeInTheDocument();
    expect(screen.getByText('Database move')).toBeInTheDocument();
  });

  it('answers the question whether somebody is still on it with one press', async () => {
    const asked = aDetail({ ...acknowledged, may: ['confirm', 'resolve'] });
    server.on(get, asked).on(confirm, done(asked, 'Noted'));
    await show();
    await userEvent.click(button('Still on it'));
    await waitFor(() => expect(server.callsOf(confirm)).toHaveLength(1));
  });

  it('snoozes for an hour unless told otherwise, and pages more people', async () => {
    const detail = aDetail({ may: ['snooze', 'page'] });
    server
      .on(get, detail)
      .on(snooze, done(detail, 'Snoozed'))
      .on(pagePeople, done(detail, 'Ben Okafor is paged'));
    await show();
    await chooseFromMenu('Snooze');
    let form = within(await screen.findByRole('dialog'));
    expect(form.getByText(/It pages again/)).toBeInTheDocument();
    await userEvent.click(form.getByRole('button', { name: 'Snooze' }));
    await waitFor(() => expect(server.callsOf(snooze)).toHaveLength(1));
    const { until } = snooze.body.parse(server.callsOf(snooze)[0].body);
    const minutes = (Date.parse(until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThanOrEqual(60);

    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await chooseFromMenu('Page people');
    form = within(await screen.findByRole('dialog'));
    await userEvent.type(form.getByLabelText('Whom?'), `${ben.ref}{enter}`);
    await userEvent.click(form.getByRole('button', { name: 'Page now' }));
    await waitFor(() =>
      expect(server.callsOf(pagePeople)).toMatchObject([
        { body: { people: [ben.ref] } },
      ]),
    );
  });

  it('says why a person was not paged', async () => {
    server.on(why, {
      person: ben,
      paged: false,
      answers: [
        {
          at: minutesAgo(7),
          paged: false,
          rule: 'acknowledged',
          text: 'Ana Ruiz acknowledged before step 2 was due',
        },
      ],
    });
    await show();
    await userEvent.click(button('Why was somebody paged, or not?'));
    await userEvent.type(
      panel('Pages').getByLabelText('Who?'),
      `${ben.ref}{enter}`,
    );
    expect(
      await screen.findByText('Ben Okafor was not paged.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Ana Ruiz acknowledged before step 2/),
    ).toBeInTheDocument();
    expect(server.callsOf(why)).toMatchObject([
      { query: { personRef: ben.ref } },
    ]);
  });
});
