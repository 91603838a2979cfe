import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  alwaysInForce,
  coverageGaps,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { parseSchedule } from './parseSchedule';

const folder = resolve(__dirname, '../../../../../examples/schedules');

describe('the schedules of the demo', () => {
  it.each(readdirSync(folder))(
    '%s is read without a fault, and covers every hour of a year by several people',
    file => {
      const parsed = parseSchedule(readFileSync(join(folder, file), 'utf8'));
      if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
      const rules = alwaysInForce(parsed.content);
      const [from, to] = ['2026-11-01', '2027-11-01'].map(
        day => new Date(`${day}T00:00:00Z`),
      );
      expect(coverageGaps(rules, from, to)).toEqual([]);
      const people = shiftsBetween(rules, from, to).map(one => one.person);
      expect(new Set(people).size).toBeGreaterThan(2);
    },
  );
});
