import { Urgency } from '@muster/backstage-plugin-incidents-common';
import { addSeconds } from '../platform/clock';
import { ChannelPace, slotFor } from './channelPace';

const start = new Date('2026-03-02T03:00:00.000Z');
const limit = { count: 2, perMinutes: 1 };

/** Asks one after the other, at seconds from the start; `goes`, or the second at which to try again. */
function ask(...asked: [second: number, urgency: Urgency][]) {
  let pace: ChannelPace = { sent: [], waiting: [] };
  return asked.map(([second, urgency]) => {
    const slot = slotFor(limit, pace, urgency, addSeconds(start, second));
    pace = slot.pace;
    return slot.goes ? 'goes' : (slot.at.getTime() - start.getTime()) / 1000;
  });
}

describe('slotFor', () => {
  it('lets so many go, and spreads the others over the slots to come', () => {
    expect(
      ask([0, 'low'], [1, 'low'], [2, 'low'], [3, 'low'], [4, 'low']),
    ).toEqual(['goes', 'goes', 60, 61, 120]);
  });

  it('puts high before low, although it comes later', () => {
    expect(
      ask(
        [0, 'low'],
        [0, 'low'],
        [1, 'low'],
        [2, 'low'],
        [3, 'high'],
        [4, 'high'],
        [60, 'low'],
        [60, 'high'],
        [60, 'high'],
        [60, 'low'],
      ),
    ).toEqual(['goes', 'goes', 60, 60, 60, 60, 120, 'goes', 'goes', 120]);
  });

  it('does not wait for ever for high that never came back', () => {
    expect(
      ask([0, 'high'], [0, 'high'], [1, 'high'], [66, 'low'], [67, 'low']),
    ).toEqual(['goes', 'goes', 60, 'goes', 'goes']);
  });
});
