import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, ben, minutesAgo, payments } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { aCalendar, aSchedule, onCallServer } from '../../__testUtils__/onCall';
import { showView } from '../../__testUtils__/showView';
import { OnCallPage } from '../OnCallPage';

const { updateSchedule, createSchedule, versions, previewSchedule } =
  contract.oncall;

describe('the editor of a schedule', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = onCallServer();
  });
  const edit = async () => {
    const { toast } = showView(<OnCallPage />, { server, address: '/s1' });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    return { toast, form: within(await screen.findByRole('dialog')) };
  };
  const add = async () => {
    showView(<OnCallPage />, { server });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add schedule' }),
    );
    return within(await screen.findByRole('dialog'));
  };

  it('draws a change before it is saved, with each layer', async () => {
    const { form } = await edit();
    expect(
      form.getAllByRole('img', { name: /^Ana Ruiz, / })[0],
    ).toBeInTheDocument();
    await userEvent.click(
      form.getByRole('button', { name: 'Take Ana Ruiz out' }),
    );
    expect(
      form.queryByRole('img', { name: /Ana Ruiz/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      form.getByRole('button', { name: 'Add a turn of nobody' }),
    );
    expect(
      form.getAllByRole('img', { name: /^nobody 7 d, / })[0],
    ).toBeInTheDocument();
    await userEvent.click(
      form.getByRole('button', { name: 'Add a layer below' }),
    );
    const preview = within(form.getByRole('region', { name: 'What it means' }));
    for (const name of ['Who is on call', 'Weekly', 'Fallback']) {
      expect(preview.getByRole('group', { name })).toBeInTheDocument();
    }
  });

  it('saves the order of turns with the version that was seen', async () => {
    server.on(updateSchedule, aSchedule({ version: 4 }));
    const { form, toast } = await edit();
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
          version: 3,
          effectiveFrom: null,
          layers: [{ rotation: { participants: [ben.ref, ana.ref] } }],
        },
      },
    ]);
    expect(toast.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Payments primary is saved' }),
    );
  });

  it('keeps what was typed when somebody else was quicker, shows who changed what, and saves on top when told to', async () => {
    server
      .refuse(updateSchedule, 409, 'Ben Okafor changed it meanwhile')
      .on(versions, {
        items: [
          {
            version: 4,
            savedAt: minutesAgo(1),
            savedBy: ben,
            effectiveFrom: minutesAgo(1),
            content: aSchedule(),
            changes: ['The hand-off is at 10:00'],
          },
        ],
      });
    const { form } = await edit();
    const name = form.getByLabelText(/^Name/);
    await userEvent.clear(name);
    await userEvent.type(name, 'Nights');
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByText(/The hand-off is at 10:00/)).toBeVisible();
    expect(name).toHaveValue('Nights');
    server.on(updateSchedule, aSchedule({ version: 5 }));
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(
      server.callsOf(updateSchedule).map(({ body }) => body),
    ).toMatchObject([{ version: 3 }, { version: 4, name: 'Nights' }]);
  });

  it('takes a person from the catalog and a ref that is typed', async () => {
    server.on(createSchedule, aSchedule());
    const form = await add();
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

  it('has three layers around the world to begin with', async () => {
    const form = await add();
    expect(form.getByText(/Drawn as soon as/)).toBeInTheDocument();
    await userEvent.click(form.getByRole('button', { name: 'Follow the sun' }));
    expect(
      form.getAllByLabelText('Layer').map(field => field.getAttribute('value')),
    ).toEqual(['Asia', 'Europe', 'America']);
  });

  it('puts two people into one turn, and limits a layer to some hours', async () => {
    server.on(updateSchedule, aSchedule({ version: 4 }));
    const { form } = await edit();
    await userEvent.click(
      form.getByRole('button', {
        name: 'Join with above: Ben Okafor, Ana Ruiz',
      }),
    );
    await userEvent.click(
      form.getByRole('button', { name: 'Only at some hours' }),
    );
    await userEvent.click(form.getByRole('button', { name: 'Fri' }));
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(updateSchedule)).toMatchObject([
        {
          body: {
            layers: [
              {
                rotation: { participants: [[ana.ref, ben.ref]] },
                restrictions: [
                  {
                    days: ['mon', 'tue', 'wed', 'thu'],
                    start: '09:00',
                    end: '17:00',
                  },
                ],
              },
            ],
          },
        },
      ]),
    );
  });

  it('shows what the server says where that is something else', async () => {
    server.on(
      previewSchedule,
      aCalendar({
        final: [{ people: [ben], start: minutesAgo(0), end: minutesAgo(-600) }],
      }),
    );
    const { form } = await edit();
    const theirs = within(
      await form.findByRole('group', { name: 'As the server has it' }),
    );
    expect(theirs.getByRole('img', { name: /^Ben Okafor/ })).toBeVisible();
  });
});
