import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anIncident, ben, minutesAgo } from '../__testUtils__/builders';
import { aPhone, someContacts } from '../__testUtils__/escalation';
import { FakeServer } from '../__testUtils__/FakeServer';
import {
  aDuty,
  anaHerself,
  aRequest,
  onCallServer,
} from '../__testUtils__/onCall';
import { showView } from '../__testUtils__/showView';
import { MePage } from './MePage';

const { me } = contract.portal;
const {
  testPage,
  myContacts,
  eraseContacts,
  addMethod,
  verifyMethod,
  setRules,
  myPages,
} = contract.paging;

describe('MePage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(me, anaHerself({ groups: [] }))
      .on(myContacts, someContacts())
      .on(myPages, { items: [], nextCursor: null });
  });
  const show = () => showView(<MePage />, { server });

  it('says honestly that nothing would wake me', async () => {
    show();
    expect(await screen.findByText('ana@example.test')).toBeInTheDocument();
    expect(screen.getByText(/Nothing here would wake you/)).toBeInTheDocument();
    expect(await screen.findByText('You can sleep.')).toBeInTheDocument();
  });

  it('shows what I am assigned to, and what I was paged with', async () => {
    server
      .on(me, anaHerself({ assigned: [anIncident()] }))
      .on(myContacts, someContacts({ reachable: true }))
      .on(myPages, {
        items: [
          {
            id: 'p1',
            incidentId: 6,
            incidentName: 'INC-6',
            title: 'Disk full',
            person: anaHerself().person,
            urgency: 'high',
            createdAt: minutesAgo(60),
            step: 1,
            why: 'on call by Payments primary, step 1',
            copyOf: null,
            deliveries: [],
          },
        ],
        nextCursor: null,
      });
    show();
    expect(
      await screen.findByRole('link', { name: /Checkout errors above 5 %/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/A page would wake you/)).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'INC-6 Disk full' }),
    ).toBeInTheDocument();
  });

  it('adds a phone by the code that was sent to it, and says what a wrong code is', async () => {
    server
      .on(addMethod, aPhone({ verified: false }))
      .refuse(verifyMethod, 400, 'body.code: is not the code that was sent');
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add a way' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await userEvent.type(
      form.getByLabelText(/Phone number/),
      '+49 170 1234567',
    );
    await userEvent.click(
      form.getByRole('button', { name: 'Send me the code' }),
    );
    await userEvent.type(await form.findByLabelText(/The code/), '123456');
    await userEvent.click(form.getByRole('button', { name: 'Verify' }));
    expect(await form.findByRole('alert')).toHaveTextContent(
      'is not the code that was sent',
    );
    server.on(verifyMethod, aPhone());
    await userEvent.click(form.getByRole('button', { name: 'Verify' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(addMethod)).toMatchObject([
      { body: { channel: 'sms', address: '+49 170 1234567', label: '' } },
    ]);
    expect(server.callsOf(verifyMethod)).toMatchObject([
      { params: { id: 'm2' }, body: { code: '123456' } },
      { params: { id: 'm2' } },
    ]);
  });

  it('erases my own contact details once I am sure, and offers it only while there are any', async () => {
    server
      .on(myContacts, someContacts({ methods: [aPhone()] }))
      .on(eraseContacts, someContacts());
    show();
    const erase = { name: 'Erase my contact details' };
    await userEvent.click(await screen.findByRole('button', erase));
    expect(server.callsOf(eraseContacts)).toEqual([]);
    server.on(myContacts, someContacts());
    await userEvent.click(screen.getByRole('button', { name: /for good\?/ }));
    expect(await screen.findByText('ana@example.test')).toBeInTheDocument();
    expect(server.callsOf(eraseContacts)).toHaveLength(1);
    expect(screen.queryByRole('button', erase)).not.toBeInTheDocument();
  });

  it('says my rules in sentences, and saves what I change', async () => {
    const [mail] = someContacts().methods;
    server
      .on(
        myContacts,
        someContacts({
          methods: [mail, aPhone()],
          rules: {
            high: [
              { afterMinutes: 5, methodId: 'm1' },
              { afterMinutes: 0, methodId: 'm2' },
            ],
            low: [],
            quietHours: null,
          },
          isDefault: false,
          version: 4,
        }),
      )
      .on(setRules, someContacts());
    show();
    const rules = within(
      await screen.findByRole('region', { name: 'When I am paged' }),
    );
    expect(
      (await rules.findAllByRole('listitem')).map(item => item.textContent),
    ).toEqual([
      'at once by SMS +49 170 1234567',
      'after 5 min by Email ana@example.test',
      'nothing is sent',
    ]);
    await userEvent.click(rules.getByRole('button', { name: 'Change' }));
    const form = within(await screen.findByRole('dialog'));
    const low = within(form.getByRole('group', { name: 'Not urgent' }));
    await userEvent.click(low.getByRole('button', { name: 'Add' }));
    await userEvent.click(form.getByLabelText(/for the morning/));
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(server.callsOf(setRules)).toMatchObject([
      {
        body: {
          version: 4,
          high: [{ methodId: 'm1' }, { methodId: 'm2' }],
          low: [{ afterMinutes: 0, methodId: 'm1' }],
          quietHours: { from: '22:00', to: '07:00' },
        },
      },
    ]);
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
    server = onCallServer().on(myContacts, someContacts());
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
