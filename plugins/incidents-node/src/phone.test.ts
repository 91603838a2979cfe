import { emailAddress } from './email';
import { phoneNumber } from './phone';

describe('addresses that people add', () => {
  it.each([
    ['+41 79 123 45 67', '+41791234567'],
    ['0041 (79) 123-45-67', '+41791234567'],
    ['+1 201 555 0123', '+12015550123'],
  ])('the number %s is kept as %s', (text, address) => {
    expect(phoneNumber.parse(text)).toEqual({ address });
  });

  it.each([
    ['079 123 45 67', 'must begin with +'],
    ['', 'must begin with +'],
    ['+41 79', 'is no phone number'],
    ['+999 123 456 789', 'is no phone number'],
    ['+41791234567 ext. 9', 'is no phone number'],
    ['+call me', 'is no phone number'],
    [`+${'1'.repeat(500)}`, 'is no phone number'],
  ])('bad input: %j is none', (text, words) => {
    expect(phoneNumber.parse(text)).toEqual({
      fault: expect.stringContaining(words),
    });
  });

  it.each([' ana@example.com ', 'ana.ruiz+pages@mail.example.co.uk'])(
    '%j is a mail address',
    text => {
      expect(emailAddress.parse(text)).toEqual({ address: text.trim() });
    },
  );

  it.each([
    'ana',
    'ana@example',
    'Ana <ana@example.com>',
    'ana@example.com, ben@example.com',
    'ana@example.com\r\nBcc: all@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('bad input: %j is no mail address', text => {
    expect(emailAddress.parse(text)).toHaveProperty('fault');
  });
});
