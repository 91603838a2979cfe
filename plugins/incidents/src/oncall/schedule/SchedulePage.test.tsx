import { contract } from '@muster/backstage-plugin-incidents-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, ben, minutesAgo } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import {
  aDuty,
  aCalendar,
  aRequest,
  aScheduleDetail,
  onCallServer,
} from '../../__testUtils__/onCall';
import { showView } from '../../__testUtils__/showView';
import { OnCallPage } from '../OnCallPage';

const { oncall } = contract;

describe('the page of a schedule', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = onCallServer();
  });
  const show = () => showView(<OnCallPage />, { server, address: '/s1' });
  const calendar = async () =>
    within(await screen.findByRole('region', { name: 'Calendar' }));

  it('says who has it now, who next, and draws who is on call, gaps and layers', async () => {
    show();
    expect(
      await screen.findByRole('heading', { name: 'Payments primary' }),
    ).toBeVisible();
    expect(screen.getByRole('banner')).toHaveTextContent(
      /Now Ana Ruiz until .* · then Ben Okafor · Europe\/Madrid/,
    );
    const final = within(
      await (await calendar()).findByRole('group', { name: 'Who is on call' }),
    );
    expect(
      final.getAllByRole('button').map(({ textContent }) => textContent),
    ).toEqual(['Ana Ruiz', 'nobody 1 h', 'Ben Okafor']);
    expect(
      (await calendar()).getByRole('group', { name: 'Weekly' }),
    ).toBeInTheDocument();
  });

  it('shows another span, without what lies outside of it', async () => {
    show();
    const view = await calendar();
    await view.findByRole('button', { name: /^Ana Ruiz/ });
    const calls = server.callsOf(oncall.calendar).length;
    await userEvent.selectOptions(view.getByLabelText('Show'), 'week');
    await userEvent.click(view.getByRole('button', { name: 'Later' }));
    await waitFor(() =>
      expect(server.callsOf(oncall.calendar).length).toBeGreaterThan(calls),
    );
    expect(
      await view.findByRole('button', { name: /^Ben Okafor/ }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(
        view.queryByRole('button', { name: /^nobody/ }),
      ).not.toBeInTheDocument(),
    );
  });

  it('tells why somebody is on call to the keyboard, too, and hides it on Escape', async () => {
    show();
    const turn = await (
      await calendar()
    ).findByRole('button', { name: /^Ana Ruiz/ });
    act(() => turn.focus());
    expect(
      await screen.findByText('Ana has this turn of “Weekly”'),
    ).toBeVisible();
    expect(turn).toHaveAccessibleDescription(/Why Ana Ruiz, .*“Weekly”/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByText(/this turn of/)).not.toBeInTheDocument(),
    );
  });

  it('opens the form of an override with Enter on a turn, tells its effect and saves it', async () => {
    server.on(oncall.previewOverride, {
      items: [
        {
          start: minutesAgo(0),
          end: minutesAgo(-60),
          before: [ana],
          after: [ben],
        },
      ],
    });
    server.on(oncall.addOverride, {
      id: 'o1',
      createdAt: minutesAgo(0),
      createdBy: ana,
      kind: 'cover',
      person: ben,
      replaces: ana,
      start: minutesAgo(0),
      end: minutesAgo(-60),
      reason: '',
    });
    show();
    const turn = await (
      await calendar()
    ).findByRole('button', { name: /^Ana Ruiz/ });
    act(() => turn.focus());
    await userEvent.keyboard('{Enter}');
    const form = within(await screen.findByRole('dialog'));
    await userEvent.click(
      await form.findByRole('button', { name: 'Ben Okafor (12 h)' }),
    );
    expect(await form.findByRole('status')).toHaveTextContent(
      /Ana Ruiz → Ben Okafor/,
    );
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(oncall.addOverride)).toMatchObject([
        {
          params: { id: 's1' },
          body: {
            kind: 'cover',
            personRef: ben.ref,
            replacesRef: ana.ref,
          },
        },
      ]),
    );
  });

  it('lets who may not edit neither override, nor edit, nor archive', async () => {
    server.on(oncall.getSchedule, aScheduleDetail({ may: [] }));
    show();
    const turn = await (
      await calendar()
    ).findByRole('button', { name: /^Ana Ruiz/ });
    for (const name of ['Edit', 'Override…', 'Archive', 'Add a learner']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
    act(() => turn.focus());
    await userEvent.keyboard('{Enter}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('lists gaps with why and who could cover', async () => {
    server.on(
      oncall.getSchedule,
      aScheduleDetail({
        gaps: [
          {
            start: '2040-03-25T08:00:00.000Z',
            end: '2040-03-26T00:00:00.000Z',
            reason: 'Mia is away and no one covers.',
          },
        ],
      }),
    );
    show();
    const gaps = within(await screen.findByRole('region', { name: /^Gaps/ }));
    expect(gaps.getByText(/nobody for 16 h.*/)).toBeInTheDocument();
    expect(gaps.getByText(/Mia is away/)).toBeInTheDocument();
    await userEvent.click(
      await gaps.findByRole('button', { name: 'Let Ben Okafor cover' }),
    );
    const form = within(await screen.findByRole('dialog'));
    expect(form.getByLabelText(/^Who/)).toHaveValue('Ben Okafor');
  });

  it('asks whoever has the fewest hours to cover, in two clicks', async () => {
    server.on(oncall.requestCover, aRequest({ asker: ana, asked: ben }));
    const { toast } = show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cover for me' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ask Ben Okafor' }),
    );
    await waitFor(() =>
      expect(server.callsOf(oncall.requestCover)).toMatchObject([
        {
          params: { id: 's1' },
          body: {
            askedRef: ben.ref,
            end: '2040-01-05T09:00:00.000Z',
            inReturn: null,
          },
        },
      ]),
    );
    expect(toast.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Ben Okafor is asked' }),
    );
  });

  it('makes it a swap when a shift is chosen in return', async () => {
    const theirs = {
      start: '2040-01-05T09:00:00.000Z',
      end: '2040-01-12T09:00:00.000Z',
    };
    server
      .on(oncall.shifts, { items: [{ participant: ben, ...theirs }] })
      .on(oncall.requestCover, aRequest());
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cover for me' }),
    );
    await screen.findByRole('button', { name: 'Ask Ben Okafor' });
    const swap = screen.getByLabelText('In return I take');
    await screen.findByRole('option', { name: /^Thu 5 Jan/ });
    await userEvent.selectOptions(swap, theirs.start);
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask Ben Okafor' }),
    );
    await waitFor(() =>
      expect(server.callsOf(oncall.requestCover)).toMatchObject([
        { body: { inReturn: theirs } },
      ]),
    );
  });

  it('answers a request that waits for the viewer', async () => {
    server
      .on(oncall.myOnCall, aDuty({ requests: [aRequest()] }))
      .on(oncall.answerRequest, aRequest({ state: 'accepted' }));
    show();
    const requests = within(
      await screen.findByRole('region', { name: 'Requests' }),
    );
    expect(requests.getByText(/“wedding”/)).toBeInTheDocument();
    await userEvent.click(requests.getByRole('button', { name: 'Accept' }));
    await waitFor(() =>
      expect(server.callsOf(oncall.answerRequest)).toMatchObject([
        { params: { id: 'r1' }, body: { answer: 'accept' } },
      ]),
    );
  });

  it('shows a new calendar address once', async () => {
    server.on(oncall.addFeed, {
      id: 'f1',
      schedule: null,
      createdAt: minutesAgo(0),
      lastReadAt: null,
      url: 'https://portal.example.test/calendar/secret',
    });
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Subscribe' }),
    );
    await userEvent.click(screen.getByLabelText(/My own shifts/));
    await userEvent.click(
      screen.getByRole('button', { name: 'Make the address' }),
    );
    expect(
      await screen.findByText('https://portal.example.test/calendar/secret'),
    ).toBeVisible();
    expect(server.callsOf(oncall.addFeed)).toMatchObject([
      { body: { scheduleId: null } },
    ]);
  });

  it('says of a pasted YAML where it is wrong, and applies it once it has shown what would change', async () => {
    const answer = {
      errors: [
        {
          line: 4,
          column: 7,
          field: 'layers[0].every',
          message: 'must be 1 or more',
        },
      ],
      scheduleId: 's1',
      version: 3,
      diff: [],
      applied: false,
    };
    server
      .on(oncall.exportSchedule, { yaml: 'name: Payments primary\n' })
      .on(oncall.importSchedule, answer);
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'As code' }),
    );
    expect(await screen.findByText(/name: Payments primary/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Paste a change' }),
    );
    await userEvent.type(screen.getByLabelText(/YAML of/), 'name: x');
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Line 4, column 7: layers[0].every must be 1 or more',
    );
    server.onCall(oncall.importSchedule, ({ body }) => ({
      ...answer,
      errors: [],
      diff: ['- every: 1', '+ every: 2'],
      applied: JSON.stringify(body).includes('"apply":true'),
    }));
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    expect(await screen.findByText('+ every: 2')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(oncall.importSchedule).at(-1)?.body).toMatchObject({
      apply: true,
      seenVersion: 3,
    });
  });

  it('says what an archived schedule is, and takes it into use again', async () => {
    server
      .on(
        oncall.getSchedule,
        aScheduleDetail({ archivedAt: minutesAgo(60), now: [] }),
      )
      .on(oncall.calendar, aCalendar())
      .on(oncall.restoreSchedule, aScheduleDetail());
    show();
    expect(await screen.findByText(/Archived since/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Edit' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Take into use again' }),
    );
    expect(server.callsOf(oncall.restoreSchedule)).toHaveLength(1);
  });

  it('says so when there is no such schedule', async () => {
    server.refuse(oncall.getSchedule, 404, 'There is no schedule s1');
    show();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no schedule s1',
    );
  });
});
