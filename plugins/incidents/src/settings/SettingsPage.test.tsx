import {
  contract,
  IngestEntry,
  Integration,
  Me,
  PortalStatus,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, checkout, minutesAgo, payments } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { SettingsPage } from './SettingsPage';

const { me, status, deadLetters, retryDeadLetter } = contract.portal;
const {
  listIntegrations,
  createIntegration,
  revokeIntegration,
  ingestLog,
  unknownKeys,
} = contract.alerts;

const anaHerself = (over: Partial<Me> = {}): Me => ({
  person: ana,
  groups: [payments],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
  ...over,
});

const allWell: PortalStatus = {
  demo: true,
  problems: [],
  channels: [{ id: 'portal', title: 'Portal', detail: 'always there' }],
  firstRun: { monitorConnected: true, onCallSet: true, testPageSent: true },
  eventsUrl: 'https://portal/enqueue',
  catalogAsOf: null,
};

const alertmanager: Integration = {
  id: 'i1',
  name: 'Alertmanager',
  entity: checkout,
  keyHint: 'wxyz',
  status: 'active',
  createdAt: minutesAgo(90),
  createdBy: ana,
  revokedAt: null,
  lastEventAt: null,
  may: ['revoke', 'read-log'],
};

const rejected: IngestEntry = {
  id: 'e1',
  at: minutesAgo(1),
  type: 'alert',
  action: 'trigger',
  outcome: 'rejected',
  dedupKey: null,
  summary: 'Disk full',
  reason: 'severity is missing',
  errors: [],
  warnings: ['class is too long'],
  incidentId: null,
  payload: '{"payload":{"summary":"Disk full"}}',
};

describe('SettingsPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(me, anaHerself())
      .on(status, allWell)
      .on(listIntegrations, { items: [alertmanager] });
  });
  const show = (address?: string) =>
    showView(<SettingsPage />, { server, address });
  const panel = async (name: string) =>
    within(await screen.findByRole('region', { name }));

  it('is calm when there is nothing to mend', async () => {
    show();
    expect(
      await screen.findByText(/Nothing: everything is set up/),
    ).toBeInTheDocument();
  });

  it('says what is wrong and what to do about it', async () => {
    server.on(status, {
      ...allWell,
      problems: [
        {
          id: 'no-catch-all',
          severity: 'error',
          text: 'No catch-all is configured',
          remedy: 'Set incidents.catchAll',
        },
      ],
    });
    show();
    expect(
      await screen.findByText(/No catch-all is configured/),
    ).toBeInTheDocument();
    expect(screen.getByText('Set incidents.catchAll')).toBeInTheDocument();
  });

  it('shows a new key once, with the line to paste, and keeps it there until it is dismissed', async () => {
    server.on(createIntegration, {
      ...alertmanager,
      key: 'k'.repeat(32),
      url: 'https://portal/enqueue',
      changeUrl: 'https://portal/change',
    });
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add integration' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await userEvent.type(form.getByLabelText(/Which monitor/), 'Grafana');
    await userEvent.type(
      form.getByLabelText(/Which service/),
      'Component:checkout{enter}',
    );
    await userEvent.click(form.getByRole('button', { name: 'Make the key' }));
    expect(await screen.findByLabelText('the key')).toHaveTextContent(
      /^k{32}$/,
    );
    expect(screen.getByLabelText('the line')).toHaveTextContent(
      /^curl .* https:\/\/portal\/enqueue -d '{"routing_key":"k{32}","event_action":"trigger"/,
    );
    expect(server.callsOf(createIntegration)).toMatchObject([
      { body: { name: 'Grafana', entityRef: checkout.ref } },
    ]);
    await userEvent.keyboard('{Escape}');
    expect(screen.getByLabelText('the key')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() =>
      expect(screen.queryByLabelText('the key')).not.toBeInTheDocument(),
    );
  });

  it("shows the server's objection in the form", async () => {
    server.refuse(createIntegration, 403, 'You do not own checkout');
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add integration' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await userEvent.type(form.getByLabelText(/Which monitor/), 'Grafana');
    await userEvent.type(
      form.getByLabelText(/Which service/),
      'component:default/checkout{enter}',
    );
    await userEvent.click(form.getByRole('button', { name: 'Make the key' }));
    expect(await form.findByRole('alert')).toHaveTextContent(
      'You do not own checkout',
    );
    expect(form.getByLabelText(/Which monitor/)).toHaveValue('Grafana');
  });

  it('revokes only after a second press', async () => {
    server.on(revokeIntegration, { ...alertmanager, status: 'revoked' });
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Revoke' }),
    );
    expect(server.callsOf(revokeIntegration)).toEqual([]);
    await userEvent.click(
      screen.getByRole('button', { name: 'Really revoke?' }),
    );
    await waitFor(() =>
      expect(server.callsOf(revokeIntegration)).toHaveLength(1),
    );
  });

  it('tells what became of each request, with the request', async () => {
    server.on(ingestLog, { items: [rejected], nextCursor: null });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Log' }));
    const entry = await screen.findByRole('button', { name: /rejected/ });
    expect(entry).toHaveTextContent(
      /Disk full.*severity is missing.*class is too long/,
    );
    await userEvent.click(entry);
    expect(
      await screen.findByText('{"payload":{"summary":"Disk full"}}'),
    ).toBeInTheDocument();
  });

  it('offers nothing to those who may not', async () => {
    server
      .on(me, anaHerself({ groups: [] }))
      .on(listIntegrations, { items: [{ ...alertmanager, may: [] }] });
    show();
    const integrations = await panel('Integrations');
    await integrations.findByText('Alertmanager');
    expect(integrations.queryAllByRole('button')).toEqual([]);
    expect(
      screen.queryByRole('region', { name: 'Dead letters' }),
    ).not.toBeInTheDocument();
  });

  it('shows an administrator what holds, what fails, what failed for good, and unknown keys', async () => {
    server
      .on(me, anaHerself({ isAdmin: true }))
      .on(deadLetters, {
        items: [
          {
            id: 'd1',
            kind: 'paging.deliver',
            data: { page: 'p1' },
            cause: 'the mail server is away',
            attempts: 9,
            failedAt: minutesAgo(3),
          },
        ],
        nextCursor: null,
      })
      .on(contract.portal.audit, {
        items: [
          {
            id: 'a1',
            at: minutesAgo(5),
            actor: { kind: 'person', ref: 'user:default/ben', name: 'Ben' },
            action: 'escalation.update-policy',
            summary: 'Change a policy',
            request: '{}',
            outcome: 'refused',
            reason: 'only members may',
          },
        ],
        nextCursor: null,
      })
      .on(unknownKeys, { items: [rejected], nextCursor: null })
      .on(retryDeadLetter, {})
      .on(contract.paging.channels, {
        items: [
          {
            id: 'sms',
            title: 'SMS',
            wakes: true,
            waiting: 3,
            oldestWaitingAt: minutesAgo(4),
            limit: 'at most 60 a minute',
            providers: [
              {
                id: 'twilio',
                title: 'Twilio',
                state: 'failing',
                sentLastHour: 2,
                failedLastHour: 5,
                lastSuccessAt: minutesAgo(30),
                lastFailure: { at: minutesAgo(2), detail: '429, slow down' },
              },
            ],
          },
        ],
      })
      .on(contract.paging.environment, {
        configured: 'staging',
        claimed: 'production',
        holding: true,
        reason: null,
        remedy: 'Set app.baseUrl back',
        heldDeliveries: 12,
      })
      .on(contract.paging.decideEnvironment, {
        configured: 'staging',
        claimed: 'staging',
        holding: false,
        reason: null,
        remedy: null,
        heldDeliveries: 0,
      });
    show();
    const held = await panel('All pages are held');
    expect(held.getByText('Set app.baseUrl back')).toBeInTheDocument();
    await userEvent.click(held.getByRole('button', { name: 'Discard…' }));
    const asked = within(await screen.findByRole('dialog'));
    expect(asked.getByText(/12 pages are never sent/)).toBeInTheDocument();
    await userEvent.click(
      asked.getByRole('button', { name: 'Discard 12 pages' }),
    );
    expect(server.callsOf(contract.paging.decideEnvironment)).toMatchObject([
      { body: { decision: 'discard' } },
    ]);
    const channels = await panel('Channels');
    expect(
      (await channels.findByRole('region', { name: 'SMS' })).textContent,
    ).toMatch(/3 wait.*Twilio: failing.*429, slow down/);

    const letters = await panel('Dead letters');
    await letters.findByText('the mail server is away');
    await userEvent.click(letters.getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(server.callsOf(retryDeadLetter)).toMatchObject([
        { params: { id: 'd1' } },
      ]),
    );
    const audit = await panel('Who changed what');
    expect(
      await audit.findByText('refused: only members may'),
    ).toBeInTheDocument();
    const unknown = await panel('Requests with an unknown key');
    expect(await unknown.findByText(/Disk full/)).toBeInTheDocument();
  });

  it('keeps the first steps at hand, folded away', async () => {
    show();
    const steps = await panel('Three steps to your first page');
    expect(steps.queryByText(/Connect a monitor/)).not.toBeInTheDocument();
    await userEvent.click(
      steps.getByRole('button', { name: 'Show the steps' }),
    );
    expect(
      await steps.findByText('Connect a monitor – done'),
    ).toBeInTheDocument();
  });

  it('opens the first steps by their address', async () => {
    show('/?first-run');
    expect(
      await screen.findByText('Connect a monitor – done'),
    ).toBeInTheDocument();
  });
});
