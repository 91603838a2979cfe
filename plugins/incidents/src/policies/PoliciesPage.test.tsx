import {
  contract,
  Me,
  Policy,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ana,
  ben,
  checkout,
  minutesAgo,
  onCallOfCheckout,
  payments,
} from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { PoliciesPage } from './PoliciesPage';

const { listPolicies, updatePolicy, bind, onCall } = contract.escalation;

const anaHerself: Me = {
  person: ana,
  groups: [payments],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
};

const policy = (over: Partial<Policy> = {}): Policy => ({
  id: 'p1',
  name: 'Payments',
  description: '',
  ownerRef: payments.ref,
  steps: [
    {
      ...plainStep,
      targets: [{ type: 'person', ref: ana.ref }],
      delayMinutes: 5,
    },
    {
      ...plainStep,
      targets: [{ type: 'person', ref: ben.ref }],
      delayMinutes: 15,
    },
  ],
  ...plainPolicy,
  repeat: 2,
  version: 3,
  updatedAt: minutesAgo(60),
  updatedBy: ana,
  bindings: [checkout],
  may: ['edit'],
  ...over,
});

describe('PoliciesPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(contract.portal.me, anaHerself)
      .on(contract.oncall.listSchedules, { items: [] })
      .on(listPolicies, { items: [policy()] });
  });
  const show = () => showView(<PoliciesPage />, { server });

  it('says in words who is paged when, how often, and for what', async () => {
    show();
    const shown = await screen.findByRole('region', { name: 'Payments' });
    await waitFor(() =>
      expect(shown).toHaveTextContent(
        /Ana Ruiz \(5 min\) → Ben Okafor \(15 min\) → the catch-all · repeated 2 times/,
      ),
    );
    expect(shown).toHaveTextContent(/bound to\s*checkout/);
  });

  it('explains what a policy is for when there is none', async () => {
    server.on(listPolicies, { items: [] });
    show();
    expect(await screen.findByText('No policies yet')).toBeInTheDocument();
  });

  it('has no button that the viewer may not use', async () => {
    server
      .on(contract.portal.me, { ...anaHerself, groups: [] })
      .on(listPolicies, { items: [policy({ may: [] })] });
    show();
    await screen.findByText('Payments');
    for (const name of ['Edit', 'Remove', 'Add policy', /^Bind/, /^Unbind/]) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('saves steps in another order, and keeps the form when the server objects', async () => {
    server.refuse(updatePolicy, 409, 'Ben Okafor changed it meanwhile');
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const form = within(await screen.findByRole('dialog'));
    await userEvent.click(
      form.getByRole('button', { name: 'Move this step up' }),
    );
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByRole('alert')).toHaveTextContent(
      'Ben Okafor changed it meanwhile',
    );
    expect(server.callsOf(updatePolicy)).toMatchObject([
      {
        body: {
          version: 3,
          steps: [
            { targets: [{ ref: ben.ref }], delayMinutes: 15 },
            { targets: [{ ref: ana.ref }], delayMinutes: 5 },
          ],
        },
      },
    ]);
    expect(form.getByRole('group', { name: 'Step 1' })).toHaveTextContent(
      'Ben Okafor',
    );
  });

  it('binds and unbinds', async () => {
    server.on(bind, onCallOfCheckout());
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Unbind checkout' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Bind Payments to something' }),
    );
    await userEvent.type(
      await screen.findByLabelText('Bind to a service or a team'),
      'system:shop{enter}',
    );
    await waitFor(() =>
      expect(server.callsOf(bind).map(({ body }) => body)).toEqual([
        { entityRef: checkout.ref, policyId: null },
        { entityRef: 'system:default/shop', policyId: 'p1' },
      ]),
    );
  });

  it('answers who would be paged for anything', async () => {
    server.on(
      onCall,
      onCallOfCheckout({ warnings: ['Nobody of Payments can be woken'] }),
    );
    show();
    await userEvent.type(
      await screen.findByLabelText('For which service?'),
      'component:checkout{enter}',
    );
    expect(
      await screen.findByRole('list', { name: 'Escalation path' }),
    ).toHaveTextContent(/Ana Ruiz now.*Ben Okafor after 5 min/);
    expect(
      screen.getByText('Nobody of Payments can be woken'),
    ).toBeInTheDocument();
    expect(server.callsOf(onCall)).toMatchObject([
      { query: { entityRef: checkout.ref } },
    ]);
  });
});
