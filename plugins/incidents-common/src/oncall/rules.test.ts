import {
  layer,
  LayerParts,
  override,
  rowsOf,
  schedule,
  turnRows,
} from './__testUtils__/schedules';
import { RulesVersion, ScheduleRules } from './rules';
import { layerTurnsBetween, onCallAt } from './schedule';

describe('layers', () => {
  it('count from the first that has somebody', () => {
    expect(
      turnRows(
        schedule(
          'UTC',
          { startDate: '2026-05-03', participants: ['top'] },
          { startDate: '2026-05-01', participants: ['ana', 'ben'] },
          { startDate: '2026-04-30', participants: ['low'] },
        ),
        '2026-04-29T00:00Z/2026-06-01T00:00Z',
      ),
    ).toEqual([
      ['low', '2026-04-30T09:00', '2026-05-01T09:00'],
      ['ana', '2026-05-01T09:00', '2026-05-02T09:00'],
      ['ben', '2026-05-02T09:00', '2026-05-03T09:00'],
      ['top', '2026-05-03T09:00', '2026-06-01T00:00'],
    ]);
  });

  it('that stand beside each other count together, and the next shows where neither has anybody', () => {
    const rules = schedule(
      'UTC',
      { startDate: '2026-05-02', participants: ['ana', 'ben'] },
      { startDate: '2026-05-03', participants: ['ana'], besideAbove: true },
      { startDate: '2026-05-01', participants: ['low'] },
    );
    expect(turnRows(rules, '2026-05-01T00:00Z/2026-05-05T00:00Z')).toEqual([
      ['low', '2026-05-01T09:00', '2026-05-02T09:00'],
      ['ana', '2026-05-02T09:00', '2026-05-03T09:00'],
      ['ana+ben', '2026-05-03T09:00', '2026-05-04T09:00'],
      ['ana', '2026-05-04T09:00', '2026-05-05T00:00'],
    ]);
  });

  it('hand off by their own zone', () => {
    const rules = schedule('UTC', {
      startDate: '2026-07-01',
      timezone: 'Asia/Kolkata',
    });
    expect(onCallAt(rules, new Date('2026-07-01T03:30Z')).until).toEqual(
      new Date('2026-07-02T03:30Z'),
    );
  });

  it('count from and until an instant, which does not renumber the turns', () => {
    const rules = schedule(
      'UTC',
      {
        startDate: '2026-05-01',
        effectiveFrom: '2026-05-02T12:00:00Z',
        until: '2026-05-03T12:00:00Z',
      },
      { startDate: '2026-05-01', participants: ['low'] },
    );
    expect(turnRows(rules, '2026-05-01T09:00Z/2026-05-05T00:00Z')).toEqual([
      ['low', '2026-05-01T09:00', '2026-05-02T12:00'],
      ['ben', '2026-05-02T12:00', '2026-05-03T09:00'],
      ['cai', '2026-05-03T09:00', '2026-05-03T12:00'],
      ['low', '2026-05-03T12:00', '2026-05-05T00:00'],
    ]);
  });
});

describe('versions', () => {
  const version = (
    number: number,
    effectiveFrom: string | null,
    ...layers: LayerParts[]
  ): RulesVersion => ({
    version: number,
    effectiveFrom,
    content: { timezone: 'UTC', layers: layers.map(layer) },
  });
  const alone = (person: string) => ({
    startDate: '2026-01-01',
    participants: [person],
  });
  const history = (
    versions: RulesVersion[],
    rest: Partial<ScheduleRules> = {},
  ): ScheduleRules => ({ versions, overrides: [], temporary: [], ...rest });
  const may = '2026-05-01T00:00Z/2026-05-31T00:00Z';

  it('an edit does not rewrite the past, and there is nobody before the first', () => {
    const rules = history(
      [
        version(1, '2026-05-02T00:00:00Z', alone('ana')),
        version(2, '2026-05-10T00:00:00Z', alone('ben'), alone('low')),
      ],
      {
        overrides: [override('add', '2026-05-09T00:00Z/2026-05-11T00:00Z')],
      },
    );
    expect(turnRows(rules, may)).toEqual([
      ['ana', '2026-05-02T00:00', '2026-05-09T00:00'],
      ['ana+zoe', '2026-05-09T00:00', '2026-05-10T00:00'],
      ['ben+zoe', '2026-05-10T00:00', '2026-05-11T00:00'],
      ['ben', '2026-05-11T00:00', '2026-05-31T00:00'],
    ]);
    expect(
      rowsOf(
        layerTurnsBetween(
          rules,
          1,
          new Date('2026-05-01Z'),
          new Date('2026-05-31Z'),
        ),
      ),
    ).toEqual([['low', '2026-05-10T00:00', '2026-05-31T00:00']]);
  });

  it('a later save supersedes one that was to begin later, in whatever order they are given', () => {
    const rules = history([
      version(3, '2026-05-05T00:00:00Z', alone('cai')),
      version(1, null, alone('ana')),
      version(2, '2026-05-10T00:00:00Z', alone('ben')),
    ]);
    expect(turnRows(rules, may)).toEqual([
      ['ana', '2026-05-01T00:00', '2026-05-05T00:00'],
      ['cai', '2026-05-05T00:00', '2026-05-31T00:00'],
    ]);
  });

  it('an archived schedule has nobody any more, overrides or not, and keeps its past', () => {
    const rules = history([version(1, null, alone('ana'))], {
      overrides: [override('add', '2026-05-09T00:00Z/2026-05-11T00:00Z')],
      archivedAt: '2026-05-10T00:00:00Z',
    });
    expect(turnRows(rules, may)).toEqual([
      ['ana', '2026-05-01T00:00', '2026-05-09T00:00'],
      ['ana+zoe', '2026-05-09T00:00', '2026-05-10T00:00'],
    ]);
  });
});
