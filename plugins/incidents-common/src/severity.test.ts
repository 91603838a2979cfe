import {
  isMajor,
  isWorse,
  pages,
  severities,
  severityOfAlert,
  urgencyOf,
  worst,
} from './severity';

describe('severity', () => {
  it('counts down: SEV1 is the worst', () => {
    expect(isWorse('SEV1', 'SEV2')).toBe(true);
    expect(isWorse('SEV2', 'SEV2')).toBe(false);
    expect(worst('SEV4', 'SEV3')).toBe('SEV3');
    expect(severities.filter(isMajor)).toEqual(['SEV1', 'SEV2']);
  });

  it('is urgent from SEV3 up', () => {
    expect(severities.map(urgencyOf)).toEqual([
      'high',
      'high',
      'high',
      'low',
      'low',
    ]);
  });

  it('pages from the mildest severity that is set', () => {
    expect(severities.filter(severity => pages(severity, 'SEV4'))).toEqual([
      'SEV1',
      'SEV2',
      'SEV3',
      'SEV4',
    ]);
  });

  it.each([
    ['critical', 1, null, 'SEV2'],
    ['critical', 2, null, 'SEV3'],
    ['critical', null, null, 'SEV3'],
    ['error', 1, null, 'SEV3'],
    ['warning', 1, null, 'SEV4'],
    ['info', 1, null, 'SEV5'],
    ['info', null, 'SEV3', 'SEV3'],
    ['critical', 1, 'SEV4', 'SEV2'],
  ] as const)(
    'makes of %s on tier %s with floor %s a %s',
    (alert, tier, severityFloor, expected) => {
      expect(severityOfAlert(alert, { tier, severityFloor })).toBe(expected);
    },
  );
});
