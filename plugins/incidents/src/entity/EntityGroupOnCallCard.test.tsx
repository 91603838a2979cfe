import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import { FakeServer } from '../__testUtils__/FakeServer';
import { aListed } from '../__testUtils__/onCall';
import { paymentsEntity, showView } from '../__testUtils__/showView';
import { EntityGroupOnCallCard } from './EntityGroupOnCallCard';

const { listSchedules } = contract.oncall;

describe('EntityGroupOnCallCard', () => {
  const show = (server: FakeServer) =>
    showView(<EntityGroupOnCallCard />, { server, entity: paymentsEntity });

  it('shows the schedules of this team only, linked, with who has each now', async () => {
    show(
      new FakeServer().on(listSchedules, {
        items: [
          aListed(),
          aListed({
            id: 's2',
            name: 'Search primary',
            ownerRef: 'group:default/team-search',
          }),
        ],
      }),
    );
    expect(
      await screen.findByRole('link', { name: 'Payments primary' }),
    ).toHaveAttribute('href', '/incidents/on-call/s1');
    expect(screen.getByTestId('incidents-group-on-call')).toHaveTextContent(
      /Ana Ruiz until/,
    );
    expect(screen.queryByText('Search primary')).not.toBeInTheDocument();
  });

  it('says who is paged when the team has no schedule, and where to make one', async () => {
    show(new FakeServer().on(listSchedules, { items: [] }));
    expect(
      await screen.findByText('This team has no schedule.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Make a schedule' }),
    ).toHaveAttribute('href', '/incidents/on-call');
  });
});
