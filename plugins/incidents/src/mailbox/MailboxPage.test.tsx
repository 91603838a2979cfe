import {
  contract,
  Mail,
  Me,
  PortalStatus,
} from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, ben, minutesAgo } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { MailboxPage } from './MailboxPage';

const { mailbox } = contract.paging;

const anaHerself: Me = {
  person: ana,
  groups: [],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
};

const demo: PortalStatus = {
  demo: true,
  problems: [],
  channels: [],
  firstRun: { monitorConnected: true, onCallSet: true, testPageSent: true },
  eventsUrl: 'https://portal/enqueue',
  catalogAsOf: null,
};

const mailTo = (to: Mail['to'], text = ''): Mail => ({
  id: to.ref,
  at: minutesAgo(2),
  to,
  address: 'somebody@example.test',
  subject: `SEV2 for ${to.name}`,
  text,
});

describe('MailboxPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(contract.portal.me, anaHerself)
      .on(contract.portal.status, demo)
      .on(mailbox, { items: [mailTo(ana), mailTo(ben)] });
  });
  const show = () => showView(<MailboxPage />, { server });

  it('shows whose mail it is, and only mine when asked to', async () => {
    show();
    expect(
      await screen.findByText(/This demo sends no mail/),
    ).toBeInTheDocument();
    await screen.findByText('SEV2 for Ben Okafor');
    await userEvent.click(screen.getByRole('button', { name: 'Only mine' }));
    expect(screen.getByText('SEV2 for Ana Ruiz')).toBeInTheDocument();
    expect(screen.queryByText('SEV2 for Ben Okafor')).not.toBeInTheDocument();
  });

  it('opens a mail as the plain text that it is, with its addresses to be followed in a new tab', async () => {
    server.on(mailbox, {
      items: [
        mailTo(
          ana,
          '<b>broken</b>\nAcknowledge: https://portal/public/acknowledge/abc.def\njavascript:alert(1)',
        ),
      ],
    });
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: /SEV2 for Ana Ruiz/ }),
    );
    expect(await screen.findByText(/<b>broken<\/b>/)).toBeInTheDocument();
    const link = screen.getByRole('link');
    expect(link).toHaveAttribute(
      'href',
      'https://portal/public/acknowledge/abc.def',
    );
    expect(link).toHaveAttribute('target', '_blank');
  });

  it('says when mail will come', async () => {
    server.on(mailbox, { items: [] });
    show();
    expect(await screen.findByText('No mail yet')).toBeInTheDocument();
  });

  it('says where the mail is when this is no demo', async () => {
    server.on(contract.portal.status, { ...demo, demo: false });
    show();
    expect(
      await screen.findByText('Here, mail goes to the people themselves'),
    ).toBeInTheDocument();
  });
});
