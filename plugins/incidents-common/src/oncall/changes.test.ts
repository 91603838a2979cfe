import {
  override,
  schedule,
  shiftRows,
  turnRows,
} from './__testUtils__/schedules';
import { onCallAt } from './schedule';
import { OverrideInput, TemporaryInput } from '../api/oncall';

const base = schedule('UTC', {
  startDate: '2026-05-01',
  handoffTime: '00:00',
  participants: ['ana', ['ben', 'cai'], []],
});
const days = '2026-05-01T00:00Z/2026-05-04T00:00Z';
const changed = (...overrides: OverrideInput[]) => ({ ...base, overrides });
const noon = (day: number) => `2026-05-0${day}T12:00Z`;
const peopleAt = (overrides: OverrideInput[], at: string) =>
  onCallAt(changed(...overrides), new Date(at)).people;

describe('overrides', () => {
  it('somebody covers a person, from and to the instants named', () => {
    const rules = changed(
      override('cover', `${noon(1)}/${noon(2)}`, { replaces: 'ana' }),
    );
    expect(turnRows(rules, days)).toEqual([
      ['ana', '2026-05-01T00:00', '2026-05-01T12:00'],
      ['zoe', '2026-05-01T12:00', '2026-05-02T00:00'],
      ['ben+cai', '2026-05-02T00:00', '2026-05-03T00:00'],
    ]);
  });

  it('somebody covers everybody, and where nobody is on call as well', () => {
    const rules = changed(override('cover', `${noon(1)}/${noon(3)}`));
    expect(turnRows(rules, days)).toEqual([
      ['ana', '2026-05-01T00:00', '2026-05-01T12:00'],
      ['zoe', '2026-05-01T12:00', '2026-05-03T12:00'],
    ]);
  });

  it('somebody is on call as well, with one shift however many sources it has', () => {
    const rules = changed(
      override('add', `${noon(1)}/${noon(2)}`, { person: 'ben' }),
      override('add', `${noon(2)}/${noon(3)}`, { person: 'ben' }),
    );
    expect(shiftRows(rules, days)).toEqual([
      ['ana', '2026-05-01T00:00', '2026-05-02T00:00'],
      ['ben', '2026-05-01T12:00', '2026-05-03T12:00'],
      ['cai', '2026-05-02T00:00', '2026-05-03T00:00'],
    ]);
  });

  it('a person, or everybody, is left out on purpose; lower layers do not show', () => {
    const span = `${noon(2)}/2026-05-02T18:00Z`;
    expect(
      turnRows(changed(override('remove', span, { replaces: 'ben' })), days),
    ).toContainEqual(['cai', '2026-05-02T12:00', '2026-05-02T18:00']);
    const twoLayers = schedule(
      'UTC',
      { startDate: '2026-05-01', participants: ['top'] },
      { startDate: '2026-05-01', participants: ['low'] },
    );
    expect(
      turnRows(
        { ...twoLayers, overrides: [override('remove', span)] },
        '2026-05-02T00:00Z/2026-05-03T00:00Z',
      ),
    ).toEqual([
      ['top', '2026-05-02T00:00', '2026-05-02T12:00'],
      ['top', '2026-05-02T18:00', '2026-05-03T00:00'],
    ]);
  });

  it('see only the people of the layers: no chains, no effect on those who were added', () => {
    const span = `${noon(1)}/${noon(2)}`;
    const at = '2026-05-01T13:00Z';
    const zoeForAna = override('cover', span, { replaces: 'ana' });
    expect(
      peopleAt(
        [
          zoeForAna,
          override('cover', span, { person: 'yan', replaces: 'zoe' }),
        ],
        at,
      ),
    ).toEqual(['zoe']);
    expect(
      peopleAt([zoeForAna, override('remove', span, { replaces: 'zoe' })], at),
    ).toEqual(['zoe']);
    expect(
      peopleAt([zoeForAna, override('remove', span, { replaces: 'ana' })], at),
    ).toEqual(['zoe']);
    expect(
      peopleAt([override('add', span), override('remove', span)], at),
    ).toEqual(['zoe']);
  });

  it('swap two people where both are on call, and have no effect on who is not', () => {
    const span = '2026-05-02T00:00Z/2026-05-03T00:00Z';
    const swap = [
      override('cover', span, { person: 'cai', replaces: 'ben' }),
      override('cover', span, { person: 'ben', replaces: 'cai' }),
      override('cover', span, { replaces: 'ana' }),
    ];
    expect(turnRows(changed(...swap), days)).toEqual(turnRows(base, days));
  });

  it('bad input: one that is empty or backwards changes nothing', () => {
    for (const span of [`${noon(1)}/${noon(1)}`, `${noon(2)}/${noon(1)}`]) {
      expect(turnRows(changed(override('add', span)), days)).toEqual(
        turnRows(base, days),
      );
    }
  });
});

describe('temporary schedules', () => {
  const shift = (personRef: string, start: string, end: string) => ({
    personRef,
    start,
    end,
  });
  const replaced = (...temporary: TemporaryInput[]) => ({
    ...changed(override('add', '2026-05-01T00:00Z/2026-05-04T00:00Z')),
    temporary,
  });

  it('replace everything, overrides too; their shifts are clipped, and holes have nobody', () => {
    const rules = replaced({
      start: '2026-05-01T06:00Z',
      end: '2026-05-01T18:00Z',
      reason: 'Launch',
      shifts: [
        shift('dan', '2026-05-01T00:00Z', '2026-05-01T10:00Z'),
        shift('eve', '2026-05-01T12:00Z', '2026-05-02T12:00Z'),
      ],
    });
    expect(turnRows(rules, '2026-05-01T00:00Z/2026-05-02T00:00Z')).toEqual([
      ['ana+zoe', '2026-05-01T00:00', '2026-05-01T06:00'],
      ['dan', '2026-05-01T06:00', '2026-05-01T10:00'],
      ['eve', '2026-05-01T12:00', '2026-05-01T18:00'],
      ['ana+zoe', '2026-05-01T18:00', '2026-05-02T00:00'],
    ]);
  });

  it('have the people of all where several hold, each clipped to its own', () => {
    const rules = replaced(
      {
        start: '2026-05-01T00:00Z',
        end: '2026-05-01T12:00Z',
        reason: '',
        shifts: [shift('dan', '2026-05-01T00:00Z', '2026-05-02T00:00Z')],
      },
      {
        start: '2026-05-01T06:00Z',
        end: '2026-05-02T00:00Z',
        reason: '',
        shifts: [shift('eve', '2026-05-01T00:00Z', '2026-05-02T00:00Z')],
      },
    );
    expect(turnRows(rules, '2026-05-01T00:00Z/2026-05-02T00:00Z')).toEqual([
      ['dan', '2026-05-01T00:00', '2026-05-01T06:00'],
      ['dan+eve', '2026-05-01T06:00', '2026-05-01T12:00'],
      ['eve', '2026-05-01T12:00', '2026-05-02T00:00'],
    ]);
  });
});
