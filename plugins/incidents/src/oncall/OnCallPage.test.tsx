import {
  CallOutput,
  contract,
  Me,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, ben, minutesAgo, payments } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { OnCallPage } from './OnCallPage';

const { listSchedules, calendar, updateSchedule, createSchedule } =
  contract.oncall;
const { me } = contract.portal;

const anaHerself = (over: Partial<Me> = {}): Me => ({
  person: ana,
  groups: [payments],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
  ...over,
});

type Listed = CallOutput<typeof listSchedules>['items'][number];

const primary = (over: Partial<Listed> = {}): Listed => ({
  id: 's1',
  name: 'Payments primary',
  description: '',
  ownerRef: payments.ref,
  timezone: 'Europe/Madrid',
  layers: [
    {
      name: 'Weekly',
      rotation: {
        unit: 'week',
        every: 1,
        startDate: '2024-01-01',
        handoffTime: '09:00',
        moreHandoffs: [],
        count: 'all-days',
        extendsBefore: false,
        participants: [ana.ref, ben.ref],
      },
      timezone: null,
      restrictions: [],
      besideAbove: false,
      effectiveFrom: null,
      until: null,
    },
  ],
  version: 3,
  updatedAt: minutesAgo(60),
  updatedBy: ana,
  archivedAt: null,
  may: ['edit'],
  now: [ana],
  until: '2040-01-05T09:00:00.000Z',
  firstGap: null,
  ...over,
});

describe('OnCallPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(me, anaHerself())
      .on(listSchedules, { items: [primary()] })
      .onCall(calendar, ({ query }) => ({
        final: [
          { people: [ana], start: query.from, end: minutesAgo(-60) },
          { people: [ben], start: minutesAgo(-120), end: query.to },
        ],
        layers: [],
        gaps: [],
        overrides: [],
        temporary: [],
        shadows: [],
        clockChanges: [],
        zoneData: '2025b',
      }));
  });
  const show = () => showView(<OnCallPage />, { server });
  const edit = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    return screen.findByRole('dialog');
  };

  it('says who is on call now, until when, in which zone, and draws what the server says of the next two weeks', async () => {
    show();
    const schedule = await screen.findByRole('region', {
      name: 'Payments primary',
    });
    expect(schedule).toHaveTextContent(/Ana Ruiz until .* · Europe\/Madrid/);
    expect(
      await within(schedule).findByRole('img', {
        name: /^Who is on call: Ana Ruiz .*, Ben Okafor /,
      }),
    ).toBeVisible();
  });

  it('says loudly when nobody is on call', async () => {
    server.on(listSchedules, { items: [primary({ now: [], until: null })] });
    show();
    expect(
      await screen.findByText('nobody is on call now'),
    ).toBeInTheDocument();
  });

  it('explains what a schedule is for when there is none', async () => {
    server.on(listSchedules, { items: [] });
    show();
    expect(await screen.findByText('No schedules yet')).toBeInTheDocument();
  });

  it('has no button that the viewer may not use', async () => {
    server
      .on(me, anaHerself({ groups: [] }))
      .on(listSchedules, { items: [primary({ may: [] })] });
    show();
    await screen.findByText('Payments primary');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  it('says so when the schedules may not be seen', async () => {
    server.refuse(listSchedules, 403, 'Ask an administrator');
    show();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Ask an administrator',
    );
  });

  it('draws a change before it is saved, with each layer', async () => {
    show();
    const form = within(await edit());
    expect(
      form.getByRole('img', { name: /^Who is on call: .*Ana Ruiz/ }),
    ).toBeInTheDocument();
    await userEvent.click(
      form.getByRole('button', { name: 'Take Ana Ruiz out' }),
    );
    expect(
      form.queryByRole('img', { name: /Ana Ruiz/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      form.getByRole('button', { name: 'Add a layer below' }),
    );
    expect(form.getByText(/Drawn as soon as/)).toBeInTheDocument();
  });

  it('saves the order of turns with the version that was seen', async () => {
    const { name } = primary();
    server.on(updateSchedule, primary({ version: 4 }));
    const { toast } = show();
    const form = within(await edit());
    await userEvent.click(
      form.getByRole('button', { name: 'Move Ben Okafor up' }),
    );
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(updateSchedule)).toMatchObject([
      {
        params: { id: 's1' },
        body: {
          name,
          version: 3,
          layers: [{ rotation: { participants: [ben.ref, ana.ref] } }],
        },
      },
    ]);
    expect(toast.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Payments primary is saved' }),
    );
  });

  it('keeps what was typed when somebody else was quicker, and says what the server says', async () => {
    server.refuse(updateSchedule, 409, 'Ben Okafor changed it meanwhile');
    show();
    const form = within(await edit());
    const name = form.getByLabelText(/^Name/);
    await userEvent.clear(name);
    await userEvent.type(name, 'Nights');
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByRole('alert')).toHaveTextContent(
      'Ben Okafor changed it meanwhile',
    );
    expect(name).toHaveValue('Nights');
  });

  it('takes a person from the catalog and a ref that is typed', async () => {
    server.on(createSchedule, primary());
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add schedule' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await userEvent.type(form.getByLabelText(/^Name/), 'Nights');
    await userEvent.type(
      form.getByLabelText(/Which team/),
      'group:default/team-payments{enter}',
    );
    await userEvent.type(
      form.getByLabelText('Add a person or a group'),
      'ruiz',
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /Ana Ruiz/ }),
    );
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(createSchedule)).toMatchObject([
        {
          body: {
            name: 'Nights',
            ownerRef: payments.ref,
            layers: [{ rotation: { participants: [ana.ref] } }],
          },
        },
      ]),
    );
  });
});
