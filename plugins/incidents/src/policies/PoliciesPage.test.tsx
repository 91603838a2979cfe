import { contract, plainStep } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ana,
  ben,
  checkout,
  onCallOfCheckout,
} from '../__testUtils__/builders';
import {
  aCoverage,
  aHole,
  aPolicy,
  escalationServer,
} from '../__testUtils__/escalation';
import { FakeServer } from '../__testUtils__/FakeServer';
import { anaHerself } from '../__testUtils__/onCall';
import { showView } from '../__testUtils__/showView';
import { PoliciesPage } from './PoliciesPage';

const { listPolicies, getPolicy, updatePolicy, bind, onCall, coverageReport } =
  contract.escalation;

describe('PoliciesPage', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = escalationServer();
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
      .on(contract.portal.me, anaHerself({ groups: [] }))
      .on(listPolicies, { items: [aPolicy({ may: [] })] });
    show();
    await screen.findByText('Payments');
    for (const name of ['Edit', 'Remove', 'Add policy', /^Bind/, /^Unbind/]) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('says everything else that is set in the same sentence', async () => {
    server.on(listPolicies, {
      items: [
        aPolicy({
          repeat: 0,
          focus: false,
          whenQuiet: { askAfterMinutes: 60, triggerAfterMinutes: 10 },
          steps: [
            {
              ...plainStep,
              targets: [{ type: 'group', ref: 'group:default/shop' }],
              delayMinutes: 5,
              urgency: 'high',
              pick: 'next',
              multiAck: true,
              whenNobody: 'wait',
              condition: {
                severities: ['SEV1', 'SEV2'],
                alerts: { count: 3, withinMinutes: 10 },
                hours: [
                  {
                    days: ['mon', 'tue', 'wed'],
                    start: '09:00',
                    end: '17:00',
                    timezone: 'Europe/Madrid',
                  },
                ],
              },
            },
          ],
        }),
      ],
    });
    show();
    expect(
      await screen.findByRole('region', { name: 'Payments' }),
    ).toHaveTextContent(
      'all of shop (5 min; one of them, each in turn; each is asked to acknowledge; always as urgent; ' +
        'only Mon–Wed 09:00–17:00 Europe/Madrid; only SEV1, SEV2; only above 3 alerts in 10 min; ' +
        'waits also when it reaches nobody) → the catch-all ' +
        '· goes no further for people who are busy with another incident ' +
        '· asks after 60 min without activity · pages again 10 min later',
    );
  });

  it('saves steps in another order; after a conflict it shows what others saved, and saves over it', async () => {
    const theirs = aPolicy({ version: 4, updatedBy: ben, repeat: 7 });
    server
      .refuse(updatePolicy, 409, 'Ben Okafor changed it meanwhile')
      .on(getPolicy, theirs);
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
    const said = await form.findByText(/after you opened it/);
    expect(said.parentElement).toHaveTextContent(
      /Ben Okafor.*repeated 7 times/,
    );
    server.on(updatePolicy, theirs);
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(updatePolicy)).toMatchObject([
        { body: { version: 3 } },
        { body: { version: 4, repeat: 2 } },
      ]),
    );
  });

  it('keeps what few need behind a button, and saves what is set there', async () => {
    server.on(updatePolicy, aPolicy());
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const form = within(await screen.findByRole('dialog'));
    const step = within(form.getByRole('group', { name: 'Step 1' }));
    expect(step.queryByLabelText('Whom of them')).not.toBeInTheDocument();
    await userEvent.click(
      step.getByRole('button', { name: 'More for this step' }),
    );
    await userEvent.selectOptions(step.getByLabelText('Whom of them'), 'next');
    await userEvent.click(step.getByRole('button', { name: 'SEV1' }));
    await userEvent.click(
      form.getByRole('button', { name: 'More for this policy' }),
    );
    await userEvent.click(form.getByLabelText(/goes quiet/));
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(server.callsOf(updatePolicy)).toMatchObject([
      {
        body: {
          steps: [
            { pick: 'next', condition: { severities: ['SEV1'], hours: [] } },
            { pick: 'all', condition: { severities: [], hours: [] } },
          ],
          whenQuiet: { askAfterMinutes: 60, triggerAfterMinutes: 10 },
        },
      },
    ]);
  });

  it('reports the coverage of every service, the worst first', async () => {
    const { entity, owner, policy } = aCoverage();
    const line = { entity, owner, policy };
    server.on(coverageReport, {
      items: [
        { ...line, covered: false, uncoveredMinutes: 480, firstHole: aHole },
        {
          ...line,
          entity: { ref: 'component:default/search', name: 'search' },
          covered: true,
          uncoveredMinutes: 0,
          firstHole: null,
        },
      ],
      nextCursor: null,
      entities: 2,
      uncovered: 1,
    });
    show();
    const report = within(
      await screen.findByRole('region', { name: 'Coverage of every service' }),
    );
    expect(await report.findByText(/1 of 2 has a hole/)).toBeInTheDocument();
    expect(report.getByText(/nobody for 8 h/)).toBeInTheDocument();
    expect(report.getByRole('link', { name: 'checkout' })).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout/escalation',
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
