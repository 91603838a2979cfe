import { ActiveEntry } from './ActiveEntry';

it('tells the row that was and the row that becomes it, and no others', () => {
  const active = new ActiveEntry('a');
  const heard: string[] = [];
  const ends = ['a', 'b', 'c'].map(id =>
    active.listen(id, () => heard.push(`${id} ${active.id === id}`)),
  );
  active.become('b');
  expect(heard).toEqual(['a false', 'b true']);
  active.become('b');
  expect(heard).toHaveLength(2);
  ends[0]();
  active.become('a');
  expect(heard.slice(2)).toEqual(['b false']);
});
