import { ofShown } from './SupposeChoice';

it('supposes nothing of steps that the plan does not come to', () => {
  expect(
    ofShown({ ask: 'refused', page: 'fails' }, [
      { id: 'first' },
      { id: 'ask' },
    ]),
  ).toEqual({ ask: 'refused' });
});
