import { mockServices } from '@backstage/backend-test-utils';
import { SignalPayload, SignalsService } from '@backstage/plugin-signals-node';
import { LiveUpdates } from './LiveUpdates';

jest.useFakeTimers({ doNotFake: ['setImmediate'] });

const turn = () => new Promise(setImmediate);

const setUp = (isHigh: boolean) => {
  const sent: SignalPayload[] = [];
  const signals: SignalsService = {
    publish: async signal => void sent.push(signal),
  };
  const live = new LiveUpdates({
    signals,
    logger: mockServices.logger.mock(),
    load: { isHigh: () => isHigh },
  });
  return { live, sent };
};

const telling = (...incidentIds: number[]) => ({
  channel: 'incidents',
  recipients: { type: 'broadcast' },
  message: { incidentIds },
});

it('tells at once of what changed in one turn', async () => {
  const { live, sent } = setUp(false);
  for (const incidentId of [1, 2, 1]) live.changed({ incidentId });
  await turn();
  expect(sent).toEqual([telling(1, 2)]);
});

it('tells once a second of all while the process is short of time', async () => {
  const { live, sent } = setUp(true);
  live.changed({ incidentId: 1 });
  await jest.advanceTimersByTimeAsync(900);
  for (const incidentId of [2, ...Array(200).fill(1)]) {
    live.changed({ incidentId });
  }
  expect(sent).toEqual([]);
  await jest.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([telling(1, 2)]);
});
