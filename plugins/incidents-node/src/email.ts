import { AddressKind } from './channel';

/** Of an SMTP path (RFC 5321, 4.5.3.1.3), without its brackets. */
const longestAddress = 254;

/**
 * A mail address. That it is somebody's is for the code to prove; here only what could not be sent to, or
 * would say more than an address in a mail's header, is refused.
 *
 * @public
 */
export const emailAddress: AddressKind = {
  label: 'Email address',
  example: 'ana@example.com',
  parse(text) {
    const address = text.trim();
    return /^[^\s\p{Cc}<>"(),:;[\]\\@]+@[^\s\p{Cc}<>"(),:;[\]\\@]+\.[^\s\p{Cc}<>"(),:;[\]\\@.]+$/u.test(
      address,
    ) && address.length <= longestAddress
      ? { address }
      : { fault: 'is no mail address, such as ana@example.com' };
  },
};
