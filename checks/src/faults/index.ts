import { Check } from '../check';
import { Fleet } from '../fleet';

/** Breaks things under running replicas, and counts what became of what was accepted. */
const faults: Check = async ({ report }) => {
  const fleet = await Fleet.start({ replicas: 2 });
  try {
    await report.run('quiet', async () => {
      const [one, two] = fleet.replicas;
      const key = await one.api.createIntegration(
        'Quiet',
        'component:default/checkout',
      );
      const answer = await two.api.send(key, {
        event_action: 'trigger',
        dedup_key: 'quiet',
        payload: { summary: 'Quiet', source: 'check', severity: 'critical' },
      });
      if (answer.status !== 202) throw new Error(`told ${answer.status}`);
      return 'a fleet of two takes an event';
    });
  } finally {
    await fleet.stop();
  }
};

export default faults;
