import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import {
  acknowledged,
  anIncident,
  minutesAgo,
  ofCheckout,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { EntityIncidentsCard } from './EntityIncidentsCard';

const { entity } = contract.incidents;

describe('EntityIncidentsCard', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer();
  });
  const show = () => showView(<EntityIncidentsCard />, { server });

  it('shows that it is loading', async () => {
    show();
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
  });

  it('says since when all is quiet', async () => {
    server.on(entity, ofCheckout());
    show();
    expect(await screen.findByText('All quiet')).toBeInTheDocument();
    expect(screen.getByTestId('incidents-entity-incidents')).toHaveTextContent(
      'since the last incident ended 3 h ago',
    );
    expect(screen.getByText('3 in the last 30 days')).toBeInTheDocument();
    expect(server.calls[0].query).toEqual({
      entityRef: 'component:default/checkout',
    });
  });

  it('names the worst open incident first, for how long it has been open, and who has it', async () => {
    server.on(
      entity,
      ofCheckout({
        open: [
          anIncident({ ...acknowledged, customerImpact: 'yes' }),
          anIncident({
            id: 8,
            name: 'INC-8',
            severity: 'SEV4',
            assigned: [],
            openedAt: minutesAgo(3),
          }),
        ],
        openCount: 2,
      }),
    );
    show();
    const link = await screen.findByRole('link', { name: /^INC-7/ });
    expect(link).toHaveAttribute('href', '/incidents/INC-7');
    const root = within(screen.getByTestId('incidents-entity-incidents'));
    expect(root.getByText('SEV2')).toBeInTheDocument();
    expect(root.getByText('12 min')).toBeInTheDocument();
    expect(root.getByText('Ana Ruiz')).toBeInTheDocument();
    expect(screen.getByTestId('incidents-entity-incidents')).toHaveTextContent(
      'for 12 min · acknowledged · customers affected',
    );
    expect(root.getByText('Nobody is responsible')).toBeInTheDocument();
    expect(root.queryByText('All quiet')).not.toBeInTheDocument();
  });

  it('counts the open incidents that it does not name', async () => {
    server.on(
      entity,
      ofCheckout({
        open: Array.from({ length: 7 }, (_, index) =>
          anIncident({ id: index, name: `INC-${index}` }),
        ),
        openCount: 9,
      }),
    );
    show();
    expect(await screen.findByText(/and 4 more open/)).toBeInTheDocument();
    expect(screen.getAllByRole('link', { name: /^INC-/ })).toHaveLength(5);
  });

  it('says why it cannot show anything, and tries again when asked', async () => {
    server.refuse(entity, 503, 'The database is away; it is tried again');
    show();
    expect(
      await screen.findByText('The database is away; it is tried again'),
    ).toBeInTheDocument();
    server.on(entity, ofCheckout());
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(await screen.findByText('All quiet')).toBeInTheDocument();
  });

  it('tells whoever may not see it so, without a way to try again', async () => {
    server.refuse(entity, 403, 'Ask the owner of checkout');
    show();
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
    expect(screen.getByText('Ask the owner of checkout')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });
});
