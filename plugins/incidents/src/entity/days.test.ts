import {
  ChangeEvent,
  Incident,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { anIncident, checkout } from '../__testUtils__/builders';
import { daysOf } from './days';

const zone = 'Europe/Zurich';
const at = (local: string) => DateTime.fromISO(local, { zone });
const iso = (local: string): string =>
  new Date(at(local).toMillis()).toISOString();

const lasting = (
  from: string,
  to: string | null,
  severity: Incident['severity'] = 'SEV3',
) =>
  anIncident({
    severity,
    openedAt: iso(from),
    resolvedAt: to === null ? null : iso(to),
  });

const deploy = (local: string): ChangeEvent => ({
  id: local,
  entity: checkout,
  at: iso(local),
  summary: 'deployed',
  source: null,
  links: [],
  details: null,
});

const shown = (
  incidents: Incident[],
  changes: ChangeEvent[] = [],
  now = '2026-03-18T12:00',
) =>
  daysOf(incidents, changes, at(now), 3).map(day => [
    day.start.toFormat('d LLL'),
    day.minutes,
    day.worst,
    day.changes.length,
  ]);

describe('daysOf', () => {
  it('shows quiet days as quiet', () => {
    expect(shown([])).toEqual([
      ['16 Mar', 0, undefined, 0],
      ['17 Mar', 0, undefined, 0],
      ['18 Mar', 0, undefined, 0],
    ]);
  });

  it('counts minutes once where incidents overlap, and names the worst severity', () => {
    expect(
      shown([
        lasting('2026-03-17T10:00', '2026-03-17T10:30', 'SEV4'),
        lasting('2026-03-17T10:20', '2026-03-17T10:50', 'SEV2'),
        lasting('2026-03-17T10:25', '2026-03-17T10:28', 'SEV3'),
        lasting('2026-03-17T23:00', '2026-03-17T23:10', 'SEV5'),
      ])[1],
    ).toEqual(['17 Mar', 60, 'SEV2', 0]);
  });

  it('divides an incident at midnight of the viewer, and lets an open one last until now', () => {
    expect(shown([lasting('2026-03-16T23:30', null)])).toEqual([
      ['16 Mar', 30, 'SEV3', 0],
      ['17 Mar', 1440, 'SEV3', 0],
      ['18 Mar', 720, 'SEV3', 0],
    ]);
  });

  it('knows days of 23 and of 25 hours', () => {
    const all = [lasting('2026-01-01T00:00', null)];
    expect(shown(all, [], '2026-03-30T00:01')[1]).toEqual([
      '29 Mar',
      23 * 60,
      'SEV3',
      0,
    ]);
    expect(shown(all, [], '2026-10-26T00:01')[1]).toEqual([
      '25 Oct',
      25 * 60,
      'SEV3',
      0,
    ]);
  });

  it('puts each change on its day', () => {
    expect(
      shown(
        [],
        [
          deploy('2026-03-18T00:00'),
          deploy('2026-03-17T23:59'),
          deploy('2026-03-17T00:00'),
          deploy('2026-03-10T00:00'),
        ],
      ).map(([, , , changes]) => changes),
    ).toEqual([0, 2, 1]);
  });
});
