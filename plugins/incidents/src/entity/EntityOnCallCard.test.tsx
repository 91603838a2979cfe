import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ana,
  ben,
  onCallOfCheckout,
  payments,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { EntityOnCallCard } from './EntityOnCallCard';

const { onCall } = contract.escalation;

describe('EntityOnCallCard', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer();
  });
  const show = async () => {
    showView(<EntityOnCallCard />, { server });
    return screen.findByTestId('incidents-entity-on-call');
  };

  it('shows who is on call now, linked to their page, and the path after them', async () => {
    server.on(onCall, onCallOfCheckout());
    await show();
    expect(
      await screen.findByRole('link', { name: 'Ana Ruiz' }),
    ).toHaveAttribute('href', '/catalog/default/user/ana.ruiz');
    const steps = within(
      screen.getByRole('list', { name: 'Escalation path' }),
    ).getAllByRole('listitem');
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      'ARAna Ruiz now',
      '→BOBen Okafor after 5 min, the catch-all',
    ]);
    expect(screen.queryByText(/would not wake/)).not.toBeInTheDocument();
  });

  it('says until when, and who is next', async () => {
    server.on(
      onCall,
      onCallOfCheckout({
        onCall: [
          {
            ...ana,
            via: { ref: 'schedule:1', name: 'Payments primary' },
            until: '2040-01-05T09:00:00.000Z',
            reachable: true,
          },
        ],
        next: { person: ben, at: '2040-01-05T09:00:00.000Z' },
      }),
    );
    const root = await show();
    await screen.findByRole('link', { name: 'Ana Ruiz' });
    expect(root).toHaveTextContent(/until 5 Jan .* · then Ben Okafor, 5 Jan/);
  });

  it('admits that a page would wake nobody', async () => {
    server.on(
      onCall,
      onCallOfCheckout({
        onCall: [{ ...ana, via: payments, until: null, reachable: false }],
        warnings: ['Nobody of Payments is reachable'],
      }),
    );
    await show();
    expect(await screen.findByText(/would not wake anybody/)).toBeVisible();
    expect(
      screen.getByText('everybody in Payments is paged'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Nobody of Payments is reachable'),
    ).toBeInTheDocument();
  });

  it('says what to do when nobody would be paged', async () => {
    server.on(onCall, onCallOfCheckout({ onCall: [], path: [] }));
    await show();
    expect(
      await screen.findByText('Nobody would be paged'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Bind a policy/)).toBeInTheDocument();
  });

  it('tells on request how the answer was found', async () => {
    server.on(onCall, onCallOfCheckout());
    await show();
    const why = await screen.findByRole('button', { name: 'Why?' });
    expect(why).toHaveAttribute('aria-expanded', 'false');
    expect(screen.getByText('Payments owns checkout')).not.toBeVisible();
    await userEvent.click(why);
    expect(screen.getByRole('button', { name: 'Hide why' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    expect(screen.getByText('Payments owns checkout')).toBeVisible();
  });

  it('tells whoever may not see it so', async () => {
    server.refuse(onCall, 403, 'You may not see who is on call');
    await show();
    expect(
      await screen.findByText('You may not see who is on call'),
    ).toBeInTheDocument();
  });
});
