import { contract, Me } from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, anIncident } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
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
});
