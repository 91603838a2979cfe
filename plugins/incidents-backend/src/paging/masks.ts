/** As much as a mask may take in our tables. */
const longestMask = 320;

/**
 * An address as ledgers and logs show it: enough to recognise one's own, not enough to use it.
 * `ana@example.test` becomes `a••@example.test`, `+41791234567` becomes `+41••67`, and
 * `https://hooks.example.test/secret` becomes `https://hooks.example.test/••`.
 */
export function maskAddress(address: string): string {
  return masked(address).slice(0, longestMask);
}

function masked(address: string): string {
  if (/^https?:/i.test(address) && URL.canParse(address)) {
    // The host alone: a user name and a password may stand before it.
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}/••`;
  }
  const at = address.lastIndexOf('@');
  if (at > 0) return `${[...address][0]}••${address.slice(at)}`;
  return address.length > 6
    ? `${address.slice(0, 3)}••${address.slice(-2)}`
    : '••';
}

const mails = /[^\s<>"'(),:;@]+@[^\s<>"'(),:;@]+/gu;
/** In international form, as providers repeat it; with spaces, dashes and brackets. */
const phones = /\+\d[\d\s().-]{5,18}\d/gu;

/** Masks every email address and phone number in a text, such as a server's answer that repeats the recipient. */
export function maskAddresses(text: string): string {
  return text
    .replace(mails, maskAddress)
    .replace(phones, number => maskAddress(number.replace(/[^\d+]/g, '')));
}
