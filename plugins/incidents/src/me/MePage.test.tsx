import { contract, Me } from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, anIncident, ben, minutesAgo } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { aDuty, aRequest, onCallServer } from '../__testUtils__/onCall';
import { showView } from '../__testUtils__/showView';
import { MePage } from './MePage';

const { me } = contract.portal;
const { testPage } = contract.paging;

const anaHerself = (over: Partial<Me> = {}): Me => ({
  person: ana,
  groups: [],
  isAdmin: false,
  assigned: [],
  channels: [
    {
      channel: 'email',
      title: 'Email',
      address: 'ana@example.test',
      wakes: false,
    },
  ],
  reachable: false,
  ...over,
});

describe('MePage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer().on(me, anaHerself());
  });
  const show = () => showView(<MePage />, { server });

  it('says honestly that nothing would wake me', async () => {
    show();
    expect(
      await screen.findByText(/ana@example.test · does not wake you/),
    ).toBeInTheDocument();
    expect(screen.getByText(/Nothing here would wake you/)).toBeInTheDocument();
    expect(screen.getByText('You can sleep.')).toBeInTheDocument();
  });

  it('shows what I am assigned to', async () => {
    server.on(me, anaHerself({ assigned: [anIncident()], reachable: true }));
    show();
    expect(
      await screen.findByRole('link', { name: /Checkout errors above 5 %/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/A page would reach you/)).toBeInTheDocument();
  });

  it('sends a test page and says what came of it in each channel', async () => {
    server.on(testPage, {
      results: [
        { channel: 'email', ok: true, detail: 'put into the mailbox' },
        { channel: 'sms', ok: false, detail: 'no number' },
      ],
    });
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Send me a test page' }),
    );
    expect(
      await screen.findByText('✔ email: put into the mailbox'),
    ).toBeInTheDocument();
    expect(screen.getByText('✘ sms: no number')).toBeInTheDocument();
  });

  it('says why a test page could not be sent', async () => {
    server.refuse(testPage, 503, 'The mail server is away; try again');
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Send me a test page' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The mail server is away; try again',
    );
  });

  it('says whether I am on call, until when, and lets me ask somebody for a shift', async () => {
    server = onCallServer();
    show();
    const duty = within(await screen.findByRole('region', { name: 'On call' }));
    expect(
      duty.getByText(/You are on call for Payments primary until/),
    ).toBeInTheDocument();
    await userEvent.click(duty.getByRole('button', { name: 'Cover for me' }));
    expect(
      await screen.findByRole('button', { name: 'Ask Ben Okafor' }),
    ).toBeInTheDocument();
  });

  it('warns where I am on call while away, and asks the suggested person', async () => {
    const [conflict] = aDuty().shifts;
    server = onCallServer()
      .on(
        contract.oncall.myOnCall,
        aDuty({ conflicts: [{ ...conflict, suggestion: ben }] }),
      )
      .on(contract.oncall.requestCover, aRequest());
    show();
    const conflicts = within(
      await screen.findByRole('region', { name: 'On call while away' }),
    );
    await userEvent.click(
      conflicts.getByRole('button', { name: 'Ask Ben Okafor' }),
    );
    expect(server.callsOf(contract.oncall.requestCover)).toMatchObject([
      { body: { askedRef: ben.ref, end: conflict.end } },
    ]);
  });

  it('takes my leave and shows what the server objects to', async () => {
    server = onCallServer().refuse(
      contract.oncall.addLeave,
      400,
      'start: lies in the past',
    );
    show();
    const leave = within(
      await screen.findByRole('region', { name: 'When I am away' }),
    );
    await userEvent.click(leave.getByRole('button', { name: 'Add' }));
    const form = within(await screen.findByRole('dialog'));
    await userEvent.click(form.getByRole('button', { name: 'Add' }));
    expect(await form.findByRole('alert')).toHaveTextContent(
      'start: lies in the past',
    );
  });

  it('revokes a calendar address after a second press', async () => {
    server = onCallServer()
      .on(contract.oncall.listFeeds, {
        items: [
          {
            id: 'f1',
            schedule: null,
            createdAt: minutesAgo(60),
            lastReadAt: null,
          },
        ],
      })
      .on(contract.oncall.removeFeed, {});
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Revoke' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Really revoke?' }),
    );
    expect(server.callsOf(contract.oncall.removeFeed)).toMatchObject([
      { params: { id: 'f1' } },
    ]);
  });
});
