import { withKeys } from './sections';

const section = (key: string, title: string) => ({
  key,
  title,
  help: '',
  kind: 'text' as const,
  required: false,
  body: '',
});

describe('the sections of a template', () => {
  it('get keys from their titles, each once; those that have one keep it', () => {
    expect(
      withKeys([
        section('summary', 'In short'),
        section('', 'What went well?'),
        section('', 'Summary'),
        section('', '3 Überraschungen'),
        section('', '…'),
      ]).map(({ key }) => key),
    ).toEqual([
      'summary',
      'what-went-well',
      'summary-2',
      'uberraschungen',
      'section',
    ]);
  });
});
