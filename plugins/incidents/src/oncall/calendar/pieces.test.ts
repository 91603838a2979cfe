import { Override } from '@muster/backstage-plugin-incidents-common';
import { ana, ben } from '../../__testUtils__/builders';
import { piecesOf } from './pieces';

const at = (hour: number) => `2026-03-16T${String(hour).padStart(2, '0')}:00Z`;
const cover: Override = {
  id: 'o1',
  createdAt: at(0),
  createdBy: ana,
  kind: 'cover',
  person: ana,
  replaces: ben,
  start: at(10),
  end: at(12),
  reason: '',
};

describe('piecesOf', () => {
  it('outlines only what the override decides, also where the same person is on call before and after', () => {
    const pieces = piecesOf(
      [
        { people: [ana], start: at(8), end: at(12) },
        { people: [ben], start: at(12), end: at(20) },
      ],
      [cover],
    );
    expect(
      pieces.map(({ people, start, end, override }) => [
        people[0].name,
        start.getUTCHours(),
        end.getUTCHours(),
        override?.id,
      ]),
    ).toEqual([
      ['Ana Ruiz', 8, 10, undefined],
      ['Ana Ruiz', 10, 12, 'o1'],
      ['Ben Okafor', 12, 20, undefined],
    ]);
  });

  it('leaves a turn alone that the override has no effect on', () => {
    const turn = { people: [ben], start: at(8), end: at(12) };
    expect(piecesOf([turn], [cover])).toMatchObject([
      { people: [ben], override: undefined },
    ]);
  });
});
