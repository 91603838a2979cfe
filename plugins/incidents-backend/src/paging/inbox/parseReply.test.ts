import { parseReply } from './parseReply';

describe('parseReply', () => {
  it.each([
    ['ack', 'acknowledge', 'only'],
    [' Ack. ', 'acknowledge', 'only'],
    ['a', 'acknowledge', 'only'],
    ['ACK 7', 'acknowledge', 7],
    ['ack7', 'acknowledge', 7],
    ['ack INC-42!', 'acknowledge', 42],
    ['acknowledge all', 'acknowledge', 'all'],
    ['escalate 7', 'escalate', 7],
    ['E', 'escalate', 'only'],
  ])('%j', (text, verb, which) => {
    expect(parseReply(text)).toEqual({ verb, which });
  });

  it.each([
    '',
    '7',
    'no',
    'acknowledged by me',
    'ack 7 9',
    'ack 12345678901',
    'stop',
  ])('bad input: %j is none', text => expect(parseReply(text)).toBeUndefined());
});
