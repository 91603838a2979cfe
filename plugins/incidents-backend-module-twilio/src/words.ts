/**
 * Twilio's codes that people can do something about, in words of ours: its own repeat the number.
 * From its error dictionary.
 */
const words: Record<number, string> = {
  13224: 'it is not a number that can be called',
  20003: 'the account refuses its credentials (incidents.twilio)',
  21211: 'it is no phone number',
  21214: 'the number cannot be reached',
  21217: 'it is no phone number',
  21408:
    'the account may not send to this country; allow it in Twilio’s console',
  21610:
    'the person has answered STOP to our number; writing START to it allows messages again',
  21612: 'our number cannot send to this one',
  21614: 'it is not a mobile number',
  21219: 'a trial account reaches verified numbers only',
  30003: 'the phone is off or out of reach',
  30004: 'the number blocks our messages',
  30005: 'the number is not in use',
  30006: 'it is a landline or a carrier that takes no messages',
  30007: 'the carrier took it for spam',
  30008: 'the carrier did not say why',
};

/** What a code means; undefined for one that says enough by itself. */
export const wordsOf = (code: unknown): string | undefined =>
  words[Number(code)];

/** What a provider said, without the phone numbers in it. */
export const withoutNumbers = (text: string): string =>
  text.replace(/\+?\d[\d\s().-]{5,}\d/g, '••');
