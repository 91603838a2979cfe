import {
  alwaysInForce,
  coverageGaps,
} from '@muster/backstage-plugin-incidents-common';
import { ana, ben } from '../../__testUtils__/builders';
import { followTheSun, officeAndNights, refsOf, slotOf } from './draft';

const staffed = (layers: ReturnType<typeof followTheSun>) =>
  alwaysInForce({
    timezone: 'Europe/Madrid',
    layers: layers.map(layer => ({
      ...layer,
      rotation: {
        ...layer.rotation,
        startDate: '2025-12-01',
        participants: [ana.ref, ben.ref],
      },
    })),
  });

describe('what the editor offers to begin with', () => {
  it.each([
    ['follow the sun', followTheSun],
    ['office hours and nights', officeAndNights],
  ])(
    '%s covers every hour of a year, whatever the clocks do',
    (_name, layers) => {
      expect(
        coverageGaps(
          staffed(layers()),
          new Date('2026-01-01T00:00Z'),
          new Date('2027-01-01T00:00Z'),
        ),
      ).toEqual([]);
    },
  );

  it('writes a turn of one person as that person', () => {
    expect(slotOf([ana.ref])).toBe(ana.ref);
    expect(slotOf([])).toEqual([]);
    expect(refsOf(slotOf([ana.ref, ben.ref]))).toEqual([ana.ref, ben.ref]);
  });
});
