import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, anIncident, resolved } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { IncidentsPage } from './IncidentsPage';

const { list } = contract.incidents;

describe('IncidentsPage', () => {
  let server: FakeServer;
  /** INC-60, INC-59 … served as the server pages them. */
  const stored = Array.from({ length: 60 }, (_, index) =>
    anIncident({ ...resolved, id: 60 - index, name: `INC-${60 - index}` }),
  );
  beforeEach(() => {
    server = new FakeServer()
      .onCall(list, ({ query }) => {
        const from = Number(query.cursor ?? 0);
        const to = from + Number(query.limit);
        return {
          items: stored.slice(from, to),
          nextCursor: to < stored.length ? String(to) : null,
        };
      })
      .on(contract.portal.me, {
        person: ana,
        groups: [],
        isAdmin: false,
        assigned: [],
        channels: [],
        reachable: true,
      });
  });
  const show = async (address?: string) => {
    showView(<IncidentsPage />, { server, address });
    await screen.findByTestId('incidents-list');
  };
  const names = () =>
    screen
      .getAllByText(/^INC-/, { selector: 'a' })
      .map(({ textContent }) => textContent?.split(' ')[0]);
  const asked = () => {
    const { limit, ...filters } = server.callsOf(list).at(-1)?.query ?? {};
    return filters;
  };

  it('shows the newest, and more when asked', async () => {
    await show();
    await screen.findByText(/^INC-60 /);
    expect(names()).toHaveLength(25);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await screen.findByText(/^INC-11 /);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await screen.findByText(/^INC-1 /);
    expect(names()).toEqual(stored.map(({ name }) => name));
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('filters by status, severity, words and mine, in the address', async () => {
    await show();
    await screen.findByText(/^INC-60 /);
    await userEvent.selectOptions(screen.getByLabelText('Status'), 'open');
    await userEvent.selectOptions(screen.getByLabelText('Severity'), 'SEV2');
    await userEvent.type(screen.getByLabelText('Words of the title'), 'pay');
    await userEvent.click(screen.getByRole('button', { name: 'Mine' }));
    await waitFor(() =>
      expect(asked()).toEqual({
        status: 'triggered,acknowledged',
        severity: 'SEV2',
        q: 'pay',
        assignedTo: ana.ref,
      }),
    );
    // The words come last or before 'mine', by how fast they are typed.
    const [, query] = `${screen.getByTestId('address').textContent}`.split('?');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      status: 'open',
      severity: 'SEV2',
      mine: 'yes',
      q: 'pay',
    });
  });

  it('reads the filters from the address, and clears them', async () => {
    server.on(list, { items: [], nextCursor: null });
    await show('/?status=resolved&q=zzz');
    expect(
      await screen.findByText(/Nothing matches these filters/),
    ).toBeInTheDocument();
    expect(asked()).toEqual({ status: 'resolved', q: 'zzz' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filters' }),
    );
    expect(await screen.findByText(/it appears here by itself/)).toBeVisible();
    expect(screen.getByLabelText('Words of the title')).toHaveValue('');
    expect(asked()).toEqual({});
  });

  it('bad input: what the address asks and is not understood is not filtered', async () => {
    await show('/?status=nonsense&severity=SEV9');
    await screen.findByText(/^INC-60 /);
    expect(asked()).toEqual({});
  });
});
