import { playLanguage } from '../language/playLanguage';
import { buildContext, laterContext, nothing } from './buildContext';
import { contextDocs } from './contextDocs';
import { contextFields } from './playContext';
import { withSample } from './sampleIncident';
import { ValueType } from './valueTypes';

const at = new Date('2026-11-26T10:00:00Z');
const empty = buildContext(
  nothing,
  { trigger: { event: 'manual', at: at.toISOString() }, inputs: { of: null } },
  at,
);

/** Whether a value is of a documented type, with all its fields and no others. */
function fits(value: unknown, type: ValueType): boolean {
  if (type === 'dyn') return value !== undefined;
  if (type === 'timestamp') return value instanceof Date;
  if (type === 'int' || type === 'double') return typeof value === 'number';
  if (type === 'string') return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  if ('list' in type) {
    return Array.isArray(value) && value.every(each => fits(each, type.list));
  }
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(type.fields).sort();
  return (
    Object.keys(value).sort().join() === names.join() &&
    Object.entries(value).every(([name, each]) =>
      fits(each, type.fields[name].type),
    )
  );
}

describe('the context of a play', () => {
  it.each([
    ['without anything', empty],
    ['of a sample', withSample(empty, 'SEV1', at)],
  ])('%s has all that is documented, and nothing is missing', (_, context) => {
    const { inputs, ...rest } = context;
    expect(inputs).toEqual({ of: '' });
    expect(Object.keys(rest).sort()).toEqual(Object.keys(contextFields).sort());
    for (const [name, { type }] of Object.entries(contextFields)) {
      expect([name, fits(rest[name], type)]).toEqual([name, true]);
    }
  });

  it('is documented name by name', () => {
    const names = contextDocs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('owner.manager.ref');
  });

  it('is the same later, but for the time', () => {
    const sample = withSample(empty, 'SEV1', at);
    const later = laterContext(sample, new Date('2026-11-26T10:20:30Z'));
    const holds = (expression: string) => playLanguage.holds(expression, later);
    expect(holds('incident.minutesOpen == 20 && now > trigger.at')).toBe(true);
    expect(holds('now - incident.openedAt > duration("20m")')).toBe(true);
    expect(holds('change.minutesAgo > 60 && entity.tier > 4')).toBe(true);
    expect(laterContext(empty, at)).toEqual(empty);
  });
});
