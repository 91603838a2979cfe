import {
  alwaysInForce,
  coverageGaps,
} from '@muster/backstage-plugin-incidents-common';
import { ana, ben } from '../../__testUtils__/builders';
import {
  draftOf,
  followTheSun,
  isComplete,
  officeAndNights,
  refsOf,
  slotOf,
} from './draft';

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

describe('a draft', () => {
  it('is complete when it has a name, an owner, and somebody in each layer', () => {
    const layers = followTheSun().map(layer => ({
      ...layer,
      rotation: { ...layer.rotation, participants: [ana.ref] },
    }));
    const whole = {
      ...draftOf(undefined),
      name: 'Payments',
      ownerRef: 'group:default/team-payments',
      layers,
    };
    expect(isComplete(whole)).toBe(true);
    expect(isComplete({ ...whole, name: ' ' })).toBe(false);
    expect(isComplete({ ...whole, ownerRef: '' })).toBe(false);
    const [first, ...others] = layers;
    const nobody = {
      ...first,
      rotation: { ...first.rotation, participants: [] },
    };
    expect(isComplete({ ...whole, layers: [...others, nobody] })).toBe(false);
  });
});
