import { Redactor } from './Redactor';

const redactor = new Redactor(['Bearer s3cr3t-of-jenkins']);

it('hides secrets wherever they turn up, in whatever form', () => {
  const bare = 's3cr3t-of-jenkins';
  expect(
    redactor.text(
      `Bearer ${bare}, ${bare}, ${Buffer.from(bare).toString('base64')}`,
    ),
  ).toBe('•••, •••, •••');
});

it('hides them in what an action says of itself, and leaves the rest of its output as it is', () => {
  const output = { message: 'With s3cr3t-of-jenkins', build: 7 };
  expect(redactor.output(output)).toEqual({ message: 'With •••', build: 7 });
  expect([7, null, { message: 7 }].map(one => redactor.output(one))).toEqual([
    7,
    null,
    { message: 7 },
  ]);
});

it('leaves out of an input what is named like a secret, and cuts what is long', () => {
  expect(
    redactor.input({
      url: 'https://a.example/x?api_key=123456&b=2',
      headers: [
        { name: 'Authorization', value: 'Basic QTpC' },
        { name: 'X-Token', secret: 'JENKINS' },
        { name: 'Accept', value: 'text/plain' },
      ],
      json: { password: 'hunter2', branch: 'main', tries: 3, on: null },
      body: 'y'.repeat(3000),
      people: Array.from({ length: 150 }, () => 'user:default/ana'),
    }),
  ).toEqual({
    url: 'https://a.example/x?api_key=•••&b=2',
    headers: [
      { name: 'Authorization', value: '•••' },
      { name: 'X-Token', secret: 'JENKINS' },
      { name: 'Accept', value: 'text/plain' },
    ],
    json: { password: '•••', branch: 'main', tries: 3, on: null },
    body: `${'y'.repeat(2000)}… (3000 characters)`,
    people: Array.from({ length: 100 }, () => 'user:default/ana'),
  });
});
