import {
  contract,
  EntitySettings,
  Heartbeat,
  Maintenance,
  Me,
} from '@muster/backstage-plugin-incidents-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, checkout, minutesAgo, payments } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { IncidentsRoot } from '../data';
import { EntityUpkeep } from './EntityUpkeep';

const { alerts, portal } = contract;

const me: Me = {
  person: ana,
  groups: [payments],
  isAdmin: false,
  assigned: [],
  channels: [],
  reachable: true,
};
const running: Maintenance = {
  id: 'm1',
  entities: [checkout],
  start: minutesAgo(10),
  end: minutesAgo(-20),
  reason: 'New database',
  state: 'running',
  createdBy: { kind: 'person', ...ana },
  holding: 2,
  may: ['edit'],
};
const silent: Heartbeat = {
  id: 'h1',
  name: 'Nightly backup',
  entity: checkout,
  everyMinutes: 60,
  severity: 'SEV3',
  state: 'silent',
  lastBeatAt: minutesAgo(90),
  incidentId: 128,
  keyHint: 'wxyz',
  may: ['edit'],
};
const settings: EntitySettings = {
  entity: checkout,
  autoResolveMinutes: null,
  version: 3,
  may: ['edit'],
};

describe('the upkeep of an entity', () => {
  const server = () =>
    new FakeServer()
      .on(portal.me, me)
      .on(alerts.listMaintenance, { items: [running], nextCursor: null })
      .on(alerts.listHeartbeats, { items: [silent], nextCursor: null })
      .on(alerts.entitySettings, settings);
  const show = (answers: FakeServer) =>
    showView(
      <IncidentsRoot name="test">
        <EntityUpkeep entityRef={checkout.ref} />
      </IncidentsRoot>,
      { server: answers },
    );
  const panel = async (name: string) =>
    within(await screen.findByRole('region', { name }));
  const press = (button: HTMLElement) => userEvent.click(button);

  it('shows what is held, ends it after a question, and plans more', async () => {
    const answers = server()
      .on(alerts.endMaintenance, { ...running, state: 'over', may: [] })
      .on(alerts.createMaintenance, running);
    show(answers);
    const maintenance = await panel('Maintenance');
    expect(await maintenance.findByText('New database')).toBeInTheDocument();
    expect(maintenance.getByText(/holds 2 incidents/)).toBeInTheDocument();
    await press(maintenance.getByRole('button', { name: 'End now' }));
    await press(maintenance.getByRole('button', { name: 'Really end it?' }));
    expect(answers.calls).toContainEqual(
      expect.objectContaining({
        id: 'alerts.end-maintenance',
        params: { id: 'm1' },
      }),
    );

    await press(maintenance.getByRole('button', { name: 'Plan maintenance' }));
    await userEvent.type(screen.getByLabelText(/^Why/), 'Move');
    const form = within(screen.getByTestId('incidents-maintenance'));
    await press(form.getByRole('button', { name: 'Plan maintenance' }));
    const { body } = answers.calls.find(
      ({ id }) => id === 'alerts.create-maintenance',
    )!;
    expect(body).toEqual({
      entityRefs: [checkout.ref],
      reason: 'Move',
      end: expect.any(String),
    });
  });

  it('shows a new address once, and pauses a heartbeat as it is', async () => {
    const url = 'https://portal/api/incidents/public/heartbeat/secret';
    const answers = server()
      .on(alerts.createHeartbeat, { heartbeat: silent, url })
      .on(alerts.updateHeartbeat, silent)
      .on(alerts.setEntitySettings, settings);
    show(answers);
    const heartbeats = await panel('Heartbeats');
    expect(await heartbeats.findByText(/silent/)).toBeInTheDocument();
    expect(
      heartbeats.getByRole('link', { name: 'its incident' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/128$/));
    await press(heartbeats.getByRole('button', { name: 'Pause' }));
    expect(answers.calls).toContainEqual(
      expect.objectContaining({
        id: 'alerts.update-heartbeat',
        body: {
          name: 'Nightly backup',
          everyMinutes: 60,
          severity: 'SEV3',
          paused: true,
        },
      }),
    );
    await press(heartbeats.getByRole('button', { name: 'Add heartbeat' }));
    await userEvent.type(screen.getByLabelText(/^What beats/), 'Cron');
    await press(screen.getByRole('button', { name: 'Make the address' }));
    expect(await screen.findByLabelText('the line')).toHaveTextContent(
      `curl -fsS --retry 3 ${url}`,
    );
    await press(screen.getByRole('button', { name: 'Done' }));

    const quiet = await panel('Quiet incidents');
    await press(await quiet.findByRole('checkbox'));
    await press(quiet.getByRole('button', { name: 'Save' }));
    expect(answers.calls).toContainEqual(
      expect.objectContaining({
        id: 'alerts.set-entity-settings',
        body: {
          entityRef: checkout.ref,
          autoResolveMinutes: 1440,
          version: 3,
        },
      }),
    );
  });
});
