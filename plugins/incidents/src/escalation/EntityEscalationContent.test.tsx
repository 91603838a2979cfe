import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkout, onCallOfCheckout } from '../__testUtils__/builders';
import {
  aCoverage,
  aForeseen,
  aHole,
  aPolicy,
  escalationServer,
  ownSettings,
} from '../__testUtils__/escalation';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { EntityEscalationContent } from './EntityEscalationContent';

const { bind, coverage, listPolicies, whatIf } = contract.escalation;

describe('EntityEscalationContent', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = escalationServer();
  });
  const show = () => showView(<EntityEscalationContent />, { server });
  const panel = async (name: string) =>
    within(await screen.findByRole('region', { name }));

  it('is proud of every minute that is covered, and says what would happen', async () => {
    show();
    const proof = await panel('Coverage proof');
    expect(
      await proof.findByText(/Every minute of the next 30 days/),
    ).toBeInTheDocument();
    expect(
      proof.getByRole('img', { name: /somebody wakes up/ }),
    ).toBeInTheDocument();
    const sequence = await screen.findByRole('list', {
      name: 'What would happen',
    });
    const [first, second] = within(sequence).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /at once.*Step 1.*Ana Ruiz.*SMS at once wakes/,
    );
    expect(second).toHaveTextContent(
      /\+5 min.*Step 2.*Ben Okafor by Payments.*Email at once \(does not wake\).*! nothing that wakes is verified/,
    );
  });

  it('lists holes with their reason, and folds spans of the catch-all away', async () => {
    server.on(
      coverage,
      aCoverage({
        covered: false,
        uncoveredMinutes: 480,
        holes: [aHole],
        thinSpans: [{ ...aHole, reason: 'Ana is away' }],
      }),
    );
    show();
    const proof = await panel('Coverage proof');
    expect(
      await proof.findByText(/For 8 h of the next 30 days/),
    ).toBeInTheDocument();
    expect(proof.getByText('Payments primary has nobody')).toBeInTheDocument();
    expect(proof.queryByText('Ana is away')).not.toBeInTheDocument();
    await userEvent.click(
      proof.getByRole('button', { name: /1 span stands on the catch-all/ }),
    );
    expect(proof.getByText('Ana is away')).toBeInTheDocument();
  });

  it('asks for another severity, and says when nobody would be paged', async () => {
    server.onCall(whatIf, ({ query }) =>
      query.severity === 'SEV5' ? aForeseen({ moves: [] }) : aForeseen(),
    );
    show();
    await userEvent.selectOptions(
      await screen.findByLabelText('Severity'),
      'SEV5',
    );
    expect(
      await screen.findByText('Nobody would be paged.'),
    ).toBeInTheDocument();
  });

  it('lets its owner bind another policy and take the binding away', async () => {
    server
      .on(listPolicies, {
        items: [aPolicy(), aPolicy({ id: 'p2', name: 'Shop', bindings: [] })],
      })
      .on(bind, onCallOfCheckout({ policy: { id: 'p2', name: 'Shop' } }));
    show();
    const escalation = await panel('Escalation');
    await userEvent.selectOptions(
      await escalation.findByLabelText('Bind another policy'),
      'Shop',
    );
    await userEvent.click(
      await escalation.findByRole('button', { name: 'Take the binding away' }),
    );
    await userEvent.click(
      escalation.getByRole('button', { name: 'Really take it away?' }),
    );
    await waitFor(() =>
      expect(server.callsOf(bind).map(({ body }) => body)).toEqual([
        { entityRef: checkout.ref, policyId: 'p2' },
        { entityRef: checkout.ref, policyId: null },
      ]),
    );
  });

  it('is only to be read for others', async () => {
    server.on(contract.alerts.entitySettings, ownSettings([]));
    show();
    const escalation = await panel('Escalation');
    await escalation.findByText(/repeated 2 times/);
    expect(
      escalation.queryByLabelText('Bind another policy'),
    ).not.toBeInTheDocument();
    expect(
      escalation.queryByRole('button', { name: 'Make a policy' }),
    ).not.toBeInTheDocument();
  });
});
