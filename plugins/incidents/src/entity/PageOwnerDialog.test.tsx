import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aDetail,
  ofCheckout,
  onCallOfCheckout,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { EntityIncidentsCard } from './EntityIncidentsCard';

const { create } = contract.incidents;

describe('PageOwnerDialog', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(contract.incidents.entity, ofCheckout())
      .on(contract.escalation.onCall, onCallOfCheckout())
      .on(create, aDetail());
  });

  const open = async () => {
    const view = showView(<EntityIncidentsCard />, { server });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Page the owner' }),
    );
    await screen.findByRole('dialog', { name: 'Page the owner' });
    return view;
  };
  const what = () => screen.getByLabelText(/What is broken/);

  it('says before anybody is paged who will be', async () => {
    await open();
    expect(
      await screen.findByText(
        'Ana Ruiz will be paged at once. The policy is: the owner’s default.',
      ),
    ).toBeInTheDocument();
    expect(server.callsOf(create)).toEqual([]);
  });

  it('warns when only the catch-all or nobody would be paged', async () => {
    server.on(
      contract.escalation.onCall,
      onCallOfCheckout({ onCall: [], path: [] }),
    );
    await open();
    expect(
      await screen.findByText(/Nobody can be found who would be paged/),
    ).toBeInTheDocument();
  });

  it('says that the mildest severity pages nobody', async () => {
    await open();
    await userEvent.click(screen.getByRole('radio', { name: /SEV5/ }));
    expect(
      screen.getByText('SEV5 is recorded and pages nobody.'),
    ).toBeInTheDocument();
  });

  it('is filled in and sent with the keyboard alone, and leads to the incident', async () => {
    const { toast } = await open();
    await waitFor(() => expect(what()).toHaveFocus());
    await userEvent.keyboard('Checkout is down');
    await userEvent.tab();
    await userEvent.keyboard('500 since lunch');
    await userEvent.tab();
    expect(screen.getByRole('radio', { name: /SEV3/ })).toHaveFocus();
    await userEvent.click(what());
    await userEvent.keyboard('{Enter}');

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/incidents/INC-7',
      ),
    );
    expect(server.callsOf(create).map(({ body }) => body)).toEqual([
      {
        entityRef: 'component:default/checkout',
        title: 'Checkout is down',
        description: '500 since lunch',
        severity: 'SEV3',
        customerImpact: 'unknown',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    expect(toast.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'INC-7 is open, Ana Ruiz is paged' }),
    );
  });

  it('leaves with Escape, without paging anybody', async () => {
    await open();
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(server.callsOf(create)).toEqual([]);
  });

  it('opens one incident for a double click', async () => {
    await open();
    await userEvent.type(what(), 'Checkout is down');
    await userEvent.dblClick(screen.getByRole('button', { name: 'Page now' }));
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent('INC-7'),
    );
    expect(server.callsOf(create)).toHaveLength(1);
  });

  it('keeps what was typed when the server refuses, and repeats with the same key', async () => {
    server.refuse(create, 403, 'Only people who are signed in may page');
    await open();
    await userEvent.type(what(), 'Checkout is down');
    await userEvent.click(screen.getByRole('button', { name: 'Page now' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Only people who are signed in may page',
    );
    expect(what()).toHaveValue('Checkout is down');

    server.on(create, aDetail());
    await userEvent.click(screen.getByRole('button', { name: 'Page now' }));
    await waitFor(() => expect(server.callsOf(create)).toHaveLength(2));
    const [first, second] = server.callsOf(create);
    expect(second.body).toEqual(first.body);
  });

  it('bad input: an empty title cannot be sent', async () => {
    await open();
    expect(screen.getByRole('button', { name: 'Page now' })).toBeDisabled();
    await userEvent.type(what(), '   ');
    expect(screen.getByRole('button', { name: 'Page now' })).toBeDisabled();
  });
});
