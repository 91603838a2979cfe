import { contract, FollowUp } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana } from '../__testUtils__/builders';
import { Call, FakeServer } from '../__testUtils__/FakeServer';
import {
  aFollowUp,
  aPostmortem,
  aPostmortemDetail,
  aTimelineEntry,
  nothingLearnt,
} from '../__testUtils__/postmortems';
import { showView } from '../__testUtils__/showView';
import { IncidentsRoot } from '../data';
import { EntityPostmortemsCard } from './entity/EntityPostmortemsCard';
import { PostmortemsPage } from './PostmortemsPage';
import { ReadPage } from './read/ReadPage';
import { FollowUpBoard } from './board/FollowUpBoard';

const { postmortems, portal } = contract;

const anaIs = {
  person: ana,
  groups: [],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
};

describe('the browser of postmortems', () => {
  it('searches by the address, marks what was found, and narrows by what is pressed', async () => {
    const none = { total: 1, service: [], team: [], factor: [], month: [] };
    const server = new FakeServer()
      .on(postmortems.list, {
        items: [{ ...aPostmortem(), excerpt: 'the **pool** was full' }],
        nextCursor: null,
      })
      .on(postmortems.facets, {
        ...none,
        severity: [{ value: 'SEV2', name: 'SEV2', count: 1 }],
        state: [{ value: 'published', name: 'published', count: 1 }],
      });
    showView(<PostmortemsPage />, { server, address: '/?q=pool' });
    expect(await screen.findByRole('link', { name: /^PM-12/ })).toHaveAttribute(
      'href',
      '/incidents/postmortems/PM-12',
    );
    expect(screen.getByText('pool').tagName).toBe('MARK');
    expect(server.callsOf(postmortems.list)[0].query.q).toBe('pool');

    await userEvent.click(await screen.findByRole('button', { name: /SEV2/ }));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/?q=pool&severity=SEV2',
    );
    await waitFor(() =>
      expect(server.callsOf(postmortems.facets).at(-1)?.query).toEqual({
        q: 'pool',
        severity: 'SEV2',
      }),
    );
  });
});

describe('the reading view', () => {
  it('shows the sections in their order, what was measured, the whys and the follow-ups, and leaves out what says nothing', async () => {
    const server = new FakeServer()
      .on(postmortems.get, aPostmortemDetail())
      .on(postmortems.timeline, {
        items: [
          aTimelineEntry({ id: 'e1', starred: true, text: 'Ana acknowledged' }),
          aTimelineEntry({ id: 'e2', text: 'A page was delivered' }),
          aTimelineEntry({ id: 'e3', hidden: true, text: 'Machine noise' }),
        ],
      });
    showView(
      <IncidentsRoot name="read">
        <ReadPage name="PM-12" />
      </IncidentsRoot>,
      { server },
    );
    expect(await screen.findByText('Ana acknowledged')).toBeInTheDocument();
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['Summary', 'Impact', 'Timeline', 'Why', 'Follow-ups']);
    expect(screen.getByText('third').tagName).toBe('STRONG');
    expect(screen.getAllByText('1,200 could not pay')).toHaveLength(2);
    expect(screen.getByText('All connections were taken')).toBeInTheDocument();
    expect(screen.getByText('Limit retries to three')).toBeInTheDocument();
    expect(screen.queryByText('A page was delivered')).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Everything (2)' }),
    );
    expect(screen.getByText('A page was delivered')).toBeInTheDocument();
    expect(screen.queryByText('Machine noise')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Write' })).toBeNull();
  });
});

describe('a draft as it is read', () => {
  it('says which steps are not done', async () => {
    const step = {
      position: 1,
      title: 'Draft the timeline',
      by: 'writer' as const,
      dueAt: '2026-03-04T12:00:00.000Z',
      overdue: true,
      done: null,
    };
    const at = '2026-03-03T12:00:00.000Z';
    const done = { at, by: { kind: 'person' as const, ...ana } };
    const server = new FakeServer()
      .on(
        postmortems.get,
        aPostmortemDetail({
          state: 'draft',
          publishedAt: null,
          steps: [
            step,
            { ...step, position: 2, title: 'Meet', overdue: false, done },
          ],
        }),
      )
      .on(postmortems.timeline, { items: [] });
    showView(
      <IncidentsRoot name="read">
        <ReadPage name="PM-12" />
      </IncidentsRoot>,
      { server },
    );
    const list = await screen.findByRole('list', {
      name: 'Steps that are not done',
    });
    expect(list).toHaveTextContent(
      /^Draft the timelineAna Ruiz \(writer\) · ▲ overdue since 4 Mar 2026$/,
    );
  });
});

describe('the board of follow-ups', () => {
  it('asks for proof before a follow-up counts as verified', async () => {
    const done = aFollowUp({ state: 'done', may: ['verify'] });
    const server = new FakeServer()
      .onCall(postmortems.followUps, ({ query }) => ({
        items: query.state === 'done' ? [done] : [],
        nextCursor: null,
      }))
      .on(portal.me, anaIs)
      .on(postmortems.verifyFollowUp, done);
    showView(
      <IncidentsRoot name="board">
        <FollowUpBoard />
      </IncidentsRoot>,
      { server },
    );
    const line = within(await screen.findByTestId('incidents-FU-31'));
    await userEvent.click(line.getByRole('button', { name: 'Verify' }));
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', { name: 'Verify' });
    expect(submit).toBeDisabled();
    await userEvent.type(
      dialog.getByLabelText('What it shows'),
      'Fired in a drill',
    );
    await userEvent.click(submit);
    await waitFor(() =>
      expect(server.callsOf(postmortems.verifyFollowUp)[0]).toMatchObject({
        params: { id: 'FU-31' },
        body: { kind: 'monitor', url: null, note: 'Fired in a drill' },
      }),
    );
  });

  it('says against which factor of its postmortem a follow-up is', async () => {
    const open = aFollowUp({ may: ['edit'] });
    const server = new FakeServer()
      .onCall(postmortems.followUps, ({ query }) => ({
        items: query.state === 'open' ? [open] : [],
        nextCursor: null,
      }))
      .on(portal.me, anaIs)
      .on(postmortems.get, aPostmortemDetail())
      .on(postmortems.editFollowUp, open);
    showView(
      <IncidentsRoot name="board">
        <FollowUpBoard />
      </IncidentsRoot>,
      { server },
    );
    const line = within(await screen.findByTestId('incidents-FU-31'));
    await userEvent.click(line.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.selectOptions(
      await dialog.findByLabelText('Against'),
      'Connection pool exhausted',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(postmortems.editFollowUp)[0]?.body).toMatchObject({
        factorId: 'f1',
      }),
    );
  });

  it('makes a ticket in the system that is pressed, and says why one could not be made', async () => {
    const open = aFollowUp({ may: ['ticket'] });
    const ticket = {
      system: 'issues',
      key: 'SHOP-7',
      url: 'https://issues.example.com/SHOP-7',
    };
    const listOf = (followUp: FollowUp) => (call: Call) => ({
      items: call.query.state === 'open' ? [followUp] : [],
      nextCursor: null,
    });
    const server = new FakeServer()
      .onCall(postmortems.followUps, listOf(open))
      .on(portal.me, anaIs)
      .on(postmortems.ticketSystems, {
        items: [
          { id: 'issues', title: 'Issues' },
          { id: 'desk', title: 'Service desk' },
        ],
      })
      .refuse(
        postmortems.ticketFollowUp,
        503,
        'Service desk cannot be reached',
      );
    const { toast } = showView(
      <IncidentsRoot name="board">
        <FollowUpBoard />
      </IncidentsRoot>,
      { server },
    );
    const line = within(await screen.findByTestId('incidents-FU-31'));
    await userEvent.click(
      await line.findByRole('button', { name: /Service desk/ }),
    );
    expect(
      await line.findByText('Service desk cannot be reached'),
    ).toBeInTheDocument();

    const ticketed = { ...open, ticket, may: [] };
    server
      .on(postmortems.ticketFollowUp, ticketed)
      .onCall(postmortems.followUps, listOf(ticketed));
    await userEvent.click(line.getByRole('button', { name: /Issues/ }));
    expect(await line.findByRole('link', { name: /SHOP-7/ })).toHaveAttribute(
      'href',
      ticket.url,
    );
    expect(line.queryByRole('button', { name: /Issues/ })).toBeNull();
    expect(toast.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Its ticket is SHOP-7' }),
    );
    expect(
      server
        .callsOf(postmortems.ticketFollowUp)
        .map(({ params, body }) => ({ params, body })),
    ).toEqual([
      { params: { id: 'FU-31' }, body: { system: 'desk' } },
      { params: { id: 'FU-31' }, body: { system: 'issues' } },
    ]);
  });
});

describe('the card of an entity', () => {
  it('says what was learnt lately, what comes again, and what is late', async () => {
    const server = new FakeServer().on(postmortems.ofEntity, {
      ...nothingLearnt,
      newest: [aPostmortem()],
      overdueCount: 2,
      recurring: [{ id: 'f1', name: 'Connection pool exhausted', count: 3 }],
    });
    showView(<EntityPostmortemsCard />, { server });
    expect(
      await screen.findByRole('link', { name: /^PM-12/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/2 postmortems are overdue/)).toBeInTheDocument();
    expect(screen.getByText('in 3 postmortems')).toBeInTheDocument();
    expect(screen.getByText(/2 of 3 follow-ups verified/)).toBeInTheDocument();
  });
});
