import { marksIn, peakOf, placeIn, spanOf } from './picture';

const density = {
  from: '2026-11-26T03:00:00Z',
  bucketSeconds: 300,
  alerts: [0, 4, 9, 9],
  changes: [1, 0, 0, 0],
};
const at = (time: string) => `2026-11-26T${time}:00Z`;

describe('the picture of a timeline', () => {
  it('spans alerts and key moments together', () => {
    expect(spanOf(density, { resolved: at('04:00') })).toEqual({
      from: Date.parse(at('03:00')),
      to: Date.parse(at('04:00')),
    });
    expect(spanOf(null, {})).toBeUndefined();
  });

  it('gives a lone instant a width', () => {
    const span = spanOf(null, { started: at('03:00') });
    expect(span).toEqual({
      from: Date.parse(at('03:00')),
      to: Date.parse(at('03:01')),
    });
  });

  it('puts marks that would cover each other in lanes', () => {
    const span = { from: Date.parse(at('03:00')), to: Date.parse(at('04:00')) };
    const marks = marksIn(span, {
      resolved: at('04:00'),
      detected: at('03:01'),
      started: at('03:00'),
      declared: at('03:02'),
      mitigated: at('03:30'),
    });
    expect(
      marks.map(({ moment, place, lane }) => [moment, place.toFixed(2), lane]),
    ).toEqual([
      ['started', '0.00', 0],
      ['detected', '0.02', 1],
      ['declared', '0.03', 2],
      ['mitigated', '0.50', 0],
      ['resolved', '1.00', 0],
    ]);
    expect(placeIn(span, Date.parse(at('02:00')))).toBe(0);
  });

  it('knows where most alerts came', () => {
    expect(peakOf(density)).toEqual({
      count: 9,
      at: '2026-11-26T03:10:00.000Z',
    });
    expect(peakOf({ ...density, alerts: [0, 0] })).toBeUndefined();
  });
});
