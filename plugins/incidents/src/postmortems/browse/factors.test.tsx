import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { minutesAgo } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { showView } from '../../__testUtils__/showView';
import { PostmortemsPage } from '../PostmortemsPage';

const { postmortems } = contract;

describe('the report of factors', () => {
  const items = [
    {
      id: 'f1',
      name: 'Connection pool exhausted',
      postmortems: 3,
      lastAt: '2026-03-02T09:00:00.000Z',
      openFollowUps: 1,
    },
    {
      id: 'f2',
      name: 'No alert',
      postmortems: 1,
      lastAt: minutesAgo(9000),
      openFollowUps: 0,
    },
    {
      id: 'f3',
      name: 'Only in a draft',
      postmortems: 0,
      lastAt: null,
      openFollowUps: 2,
    },
  ];

  it('says how often each was seen, when last, and what is still open, and leads to where', async () => {
    const server = new FakeServer().on(postmortems.factors, { items });
    showView(<PostmortemsPage />, { server, address: '/factors' });
    const list = await screen.findByRole('list', {
      name: 'Factors, most frequent first',
    });
    const [pool, alert, ...others] = within(list).getAllByRole('listitem');
    expect(pool).toHaveTextContent(
      /in 3 postmortems · last on 2 Mar\w* 2026 · 1 follow-up is not verified yet/,
    );
    expect(
      within(pool).getByRole('link', { name: 'Connection pool exhausted' }),
    ).toHaveAttribute('href', '/incidents/postmortems/factors/f1');
    expect(alert).toHaveTextContent('in 1 postmortem');
    expect(alert).not.toHaveTextContent('not verified');
    expect(others).toEqual([]);
  });

  it('is narrowed by the address, and opened again', async () => {
    const server = new FakeServer().onCall(
      postmortems.factors,
      ({ query }) => ({
        items: query.ownerRef ? [] : items,
      }),
    );
    showView(<PostmortemsPage />, {
      server,
      address:
        '/factors?team=group:default/payments&service=component:default/checkout',
    });
    await screen.findByText('No published postmortem of theirs names a factor');
    expect(server.callsOf(postmortems.factors)[0].query).toMatchObject({
      ownerRef: 'group:default/payments',
      entityRef: 'component:default/checkout',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(
      await screen.findByRole('link', { name: 'Connection pool exhausted' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(/factors$/),
    );
  });
});
