import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, ben, checkout, payments } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { aListed, anaHerself, onCallServer } from '../../__testUtils__/onCall';
import { showView } from '../../__testUtils__/showView';
import { OnCallPage } from '../OnCallPage';

const { listSchedules } = contract.oncall;
const { servicesOnCall } = contract.escalation;

describe('the list of schedules', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = onCallServer();
  });
  const show = () => showView(<OnCallPage />, { server });

  it('says who is on call now, until when, in which zone, and draws the next two weeks', async () => {
    show();
    const schedule = await screen.findByRole('region', {
      name: 'Payments primary',
    });
    expect(schedule).toHaveTextContent(/Ana Ruiz until .* · Europe\/Madrid/);
    expect(
      await within(schedule).findByRole('img', {
        name: /^Who is on call: Ana Ruiz, .*Ben Okafor, .*nobody, /,
      }),
    ).toBeVisible();
  });

  it('says loudly when nobody is on call now, and where the first gap is', async () => {
    server.on(listSchedules, {
      items: [
        aListed({
          now: [],
          until: null,
          firstGap: {
            start: '2040-03-25T08:00:00.000Z',
            end: '2040-03-25T16:00:00.000Z',
            reason: 'Mia is away',
          },
        }),
      ],
    });
    show();
    expect(await screen.findByText('nobody is on call now')).toBeVisible();
    expect(screen.getByText(/Nobody Sun 25 Mar, .*Mia is away/)).toBeVisible();
  });

  it('explains what a schedule is for when there is none', async () => {
    server.on(listSchedules, { items: [] });
    show();
    expect(await screen.findByText('No schedules yet')).toBeInTheDocument();
  });

  it('has no button that the viewer may not use', async () => {
    server.on(contract.portal.me, anaHerself({ groups: [] }));
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

  it('finds a schedule by the person who has it, and shows the archived ones when asked', async () => {
    server.onCall(listSchedules, ({ query }) => ({
      items:
        query.archived === 'true'
          ? [aListed({ name: 'Old', archivedAt: '2026-01-01T00:00:00.000Z' })]
          : [aListed(), aListed({ id: 's2', name: 'Search', now: [ben] })],
    }));
    show();
    await screen.findByText('Payments primary');
    await userEvent.type(
      screen.getByLabelText('Schedule, team or person'),
      'okafor',
    );
    expect(screen.queryByText('Payments primary')).not.toBeInTheDocument();
    expect(screen.getByText('Search')).toBeInTheDocument();
    await userEvent.clear(screen.getByLabelText('Schedule, team or person'));
    await userEvent.click(screen.getByLabelText('Archived ones'));
    expect(await screen.findByText(/Archived since/)).toBeInTheDocument();
  });

  it('finds who is on call for a service of the company, and says who would not be woken', async () => {
    server.onCall(servicesOnCall, ({ query }) => ({
      items: query.search
        ? [
            {
              entity: checkout,
              owner: payments,
              policy: 'Payments',
              people: [ana],
              until: null,
              reachable: false,
            },
          ]
        : [],
      nextCursor: null,
    }));
    show();
    const services = within(
      await screen.findByRole('region', { name: 'Who is on call' }),
    );
    await userEvent.type(
      services.getByLabelText('Service, owner or person'),
      'check',
    );
    const row = await services.findByRole('row', { name: /checkout/ });
    expect(row).toHaveTextContent(
      /checkout.*Payments.*Ana Ruiz.*would not wake/,
    );
    expect(server.callsOf(servicesOnCall).at(-1)?.query.search).toBe('check');
  });
});
