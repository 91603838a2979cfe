import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { AddressKind, ChannelDescription } from './channel';

/**
 * A phone number in international form; people write it with spaces, dashes and brackets.
 *
 * Whether a number of this form is in use is for the provider to say: numbering plans change faster than
 * anybody's copy of them.
 *
 * @public
 */
export const phoneNumber: AddressKind = {
  label: 'Phone number',
  example: '+41 79 123 45 67',
  parse(text) {
    const written = text.trim();
    if (!/^(\+|00)/.test(written)) {
      return {
        fault:
          'must begin with + and the code of the country, as in +41 79 123 45 67',
      };
    }
    const number = parsePhoneNumberFromString(written.replace(/^00/, '+'));
    return number?.isPossible() && !number.ext
      ? { address: number.number }
      : { fault: 'is no phone number: check its digits' };
  },
};

/** Text messages, whoever carries them. @public */
export const smsChannel: ChannelDescription = {
  id: 'sms',
  title: 'SMS',
  phrase: 'by SMS',
  wakes: true,
  address: phoneNumber,
};

/** Phone calls, whoever makes them. @public */
export const voiceChannel: ChannelDescription = {
  id: 'voice',
  title: 'Phone call',
  phrase: 'by phone',
  wakes: true,
  address: phoneNumber,
};
