/**
 * An address as ledgers and logs show it: enough to recognise one's own, not enough to use it.
 * `ana@example.test` becomes `a••@example.test`, `+41791234567` becomes `+41••67`.
 */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${[...address][0]}••${address.slice(at)}`;
  return address.length > 6
    ? `${address.slice(0, 3)}••${address.slice(-2)}`
    : '••';
}

/** Masks every email address in a text, such as a server's answer that repeats the recipient. */
export function maskAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),:;@]+@[^\s<>"'(),:;@]+/gu, maskAddress);
}
