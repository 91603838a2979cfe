import { contract, Incident } from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import {
  acknowledged,
  anIncident,
  minutesAgo,
  resolved,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { anaHerself } from '../__testUtils__/onCall';
import { showView } from '../__testUtils__/showView';
import { NowPage } from './NowPage';

const { list } = contract.incidents;

describe('NowPage', () => {
  let server: FakeServer;
  const having = (open: Incident[], over: Incident[] = []) =>
    new FakeServer().onCall(list, ({ query }) => ({
      items: query.status === 'resolved' ? over : open,
      nextCursor: null,
    }));
  const show = () => showView(<NowPage />, { server });

  it('is calm when all is quiet', async () => {
    server = having([], [anIncident({ ...resolved, name: 'INC-6' })]);
    show();
    expect(await screen.findByText('All quiet')).toBeInTheDocument();
    expect(await screen.findByText(/since INC-6 ended/)).toHaveTextContent(
      'since INC-6 ended 2 min ago',
    );
  });

  it('says above all when somebody may not be paged, and what to do', async () => {
    server = having([]).on(contract.portal.status, {
      demo: false,
      problems: [
        {
          id: 'no-catch-all',
          severity: 'error',
          text: 'No catch-all is configured',
          remedy: 'Set incidents.catchAll',
        },
        {
          id: 'no-email',
          severity: 'warning',
          text: 'No mail server is configured',
          remedy: 'Set incidents.email',
        },
      ],
      channels: [],
      firstRun: { monitorConnected: true, onCallSet: true, testPageSent: true },
      eventsUrl: '',
      catalogAsOf: null,
    });
    show();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'No catch-all is configuredSet incidents.catchAll',
    );
    expect(alert).not.toHaveTextContent('mail');
  });

  it('leads whoever has an incident, and whom nothing would wake, to where that is mended', async () => {
    server = having([]).on(
      contract.portal.me,
      anaHerself({ reachable: false, assigned: [anIncident()] }),
    );
    show();
    expect(
      await screen.findByRole('link', { name: 'Add a way' }),
    ).toHaveAttribute('href', '/incidents/me?add-contact');
  });

  it('puts what nobody is responsible for first, then what waits, then what somebody has; the worst first', async () => {
    server = having([
      anIncident({ id: 1, name: 'INC-1', ...acknowledged, severity: 'SEV1' }),
      anIncident({ id: 2, name: 'INC-2', severity: 'SEV4' }),
      anIncident({ id: 3, name: 'INC-3', severity: 'SEV3' }),
      anIncident({
        id: 4,
        name: 'INC-4',
        severity: 'SEV3',
        openedAt: minutesAgo(40),
      }),
      anIncident({ id: 5, name: 'INC-5', severity: 'SEV5', assigned: [] }),
    ]);
    show();
    await screen.findByRole('link', { name: /INC-1/ });
    const groups = within(screen.getByTestId('incidents-now'))
      .getAllByRole('region')
      .map(region => [
        within(region).getByRole('heading').textContent,
        ...within(region)
          .getAllByRole('link')
          .map(({ textContent }) => textContent?.slice(0, 5)),
      ]);
    expect(groups).toEqual([
      ['Nobody is responsible · 1', 'INC-5'],
      ['Waiting for somebody · 3', 'INC-4', 'INC-3', 'INC-2'],
      ['Somebody has it · 1', 'INC-1'],
    ]);
  });

  it('says when there is more than fits', async () => {
    server = new FakeServer().onCall(list, () => ({
      items: [anIncident()],
      nextCursor: 'more',
    }));
    show();
    expect(await screen.findByText(/more than 200 open/)).toBeInTheDocument();
  });

  it('tells whoever may not see incidents so', async () => {
    server = new FakeServer().refuse(list, 403, 'You may not read incidents');
    show();
    expect(
      await screen.findByText('You may not read incidents'),
    ).toBeInTheDocument();
  });
});
